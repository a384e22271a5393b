import type { ReactElement } from 'react';
import type { QuestionState } from '#common/api/trace';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { bankSaidWord, type Inquiry } from '#web/trace-words.ts';

type Question = Inquiry['questions'][number];
const STATES: Record<QuestionState, () => string> = {
  made: m.trace_desk_question_made,
  asked: m.trace_desk_question_asked,
  pending: m.trace_desk_question_pending,
  answered: m.trace_desk_question_answered,
  unanswered: m.trace_desk_question_unanswered,
  refused: m.trace_desk_question_refused,
  closed: m.trace_desk_question_closed,
};

/** What the product asked, how far that is, and what the bank says with its own code. */
export function BankQuestions({ questions }: { questions: readonly Question[] }): ReactElement | null {
  if (questions.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h4 className="text-13 font-semibold">{m.trace_desk_questions()}</h4>
      <ul className="grid gap-3">
        {questions.map((question) => (
          <Asked key={question.kind} question={question} />
        ))}
      </ul>
    </section>
  );
}

function Asked({ question: { kind, state, reference, madeAt, againAt, answers } }: { question: Question }) {
  const format = useTimeFormat();
  const what = kind === 'status' ? m.trace_desk_question_status() : m.trace_desk_question_recall();
  const when = (at: string): string => formatTime(at, format);
  return (
    <li className="grid gap-1 rounded-control bg-well p-3 text-13">
      <p className="font-medium">
        {what} · {STATES[state]()}
      </p>
      <p className="text-ink-2">
        <time dateTime={againAt ?? madeAt}>{when(againAt ?? madeAt)}</time> ·{' '}
        <span className="break-all">{reference}</span>
      </p>
      {answers.length > 0 ? (
        <ul className="grid gap-1">
          {answers.map(({ said, code, at }) => (
            <li key={`${said} ${code ?? ''}`}>
              {bankSaidWord(said)}
              <span className="text-ink-2">
                {' · '}
                {code === null ? '' : `${m.trace_desk_code({ code })} · `}
                <time dateTime={at}>{when(at)}</time>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
