import type { ReactElement } from 'react';
import type { TraceFinding } from '#common/api/trace';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import {
  bankSaidWord,
  findingTitle,
  traceAnswerText,
  traceAnswerWord,
  type Inquiry,
} from '#web/trace-words.ts';

type Question = Inquiry['questions'][number];
type Step = readonly [at: string, what: string, state: TimelineItem['state'], fact?: string];

/** What the product asked the bank, and what the bank says, newest first. Only the newest one is still waited for. */
function questionSteps(
  { kind, state, reference, madeAt, againAt, givenUpAt, answers }: Question,
  isOpen: boolean,
): Step[] {
  const said = answers.map(({ said: what, at }): Step => [at, bankSaidWord(what), 'past']);
  const asked = kind === 'status' ? m.trace_step_asked : m.trace_step_recalling;
  const first = reference.replace(/-2$/, '');
  const steps: Step[] = [
    ...(givenUpAt ? [[givenUpAt, m.trace_step_bank_silent(), 'past'] as const] : []),
    ...said.toReversed(),
    ...(againAt ? [[againAt, m.trace_step_asked_again({ reference }), 'past'] as const] : []),
    [madeAt, asked({ reference: first }), 'past'],
  ];
  const isWaited = isOpen && (state === 'made' || state === 'asked' || state === 'pending');
  const fact = state === 'made' ? m.trace_step_sending() : m.trace_step_waits();
  return steps.map((step, place) => {
    const [at, what] = step;
    return isWaited && place === 0 ? [at, what, 'waiting', state === 'pending' ? undefined : fact] : step;
  });
}

/** What people have done to find it, newest first, and by when there is an answer. */
export function InquiryPart({ inquiry, finding }: { inquiry: Inquiry; finding: TraceFinding }): ReactElement {
  const format = useTimeFormat();
  const { answer, answeredAt, askedAt, recalledAt, reference, openedAt, dueAt } = inquiry;
  const items: TimelineItem[] = [];
  const put = (at: string | null, what: string, state: TimelineItem['state'], fact?: string): void => {
    if (at !== null)
      items.push({ key: `${at} ${what}`, state, what, when: formatTime(at, format), at, fact });
  };
  if (answer) put(answeredAt, traceAnswerWord(answer), 'done', traceAnswerText(answer));
  const isOpen = answer === null;
  const { questions } = inquiry;
  const byMachine = questions.toReversed().flatMap((question) => questionSteps(question, isOpen));
  for (const [at, what, state, fact] of byMachine.toSorted(([a], [b]) => Date.parse(b) - Date.parse(a)))
    put(at, what, state, fact);
  const isOurs = (kind: Question['kind']): boolean => questions.some((each) => each.kind === kind);
  if (!isOurs('recall'))
    put(recalledAt, m.trace_step_recalling({ reference: reference ?? '' }), isOpen ? 'waiting' : 'past');
  if (!isOurs('status'))
    put(
      askedAt,
      recalledAt === null ? m.trace_step_asked({ reference: reference ?? '' }) : m.trace_step_asked_before(),
      isOpen && recalledAt === null ? 'waiting' : 'past',
    );
  put(
    openedAt,
    m.trace_step_opened(),
    isOpen && askedAt === null && recalledAt === null ? 'now' : 'past',
    isOpen ? undefined : findingTitle(finding),
  );
  return (
    <Section title={isOpen ? m.trace_inquiry() : m.trace_inquiry_done()}>
      <Card pad className="grid gap-4">
        {dueAt ? (
          <p className="font-medium" role="status">
            {m.trace_due({ when: formatDeadline(dueAt, format) })}
          </p>
        ) : null}
        <Timeline items={items} />
      </Card>
    </Section>
  );
}
