import type { ReactElement } from 'react';
import type { TraceFinding } from '#common/api/trace';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { findingTitle, traceAnswerText, traceAnswerWord, type Inquiry } from '#web/trace-words.ts';

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
  put(recalledAt, m.trace_step_recalling({ reference: reference ?? '' }), isOpen ? 'waiting' : 'past');
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
