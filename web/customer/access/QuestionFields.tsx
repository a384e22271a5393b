import type { ReactElement } from 'react';
import { ANSWER_MAX, SECURITY_QUESTIONS, type SecurityQuestion } from '#common/api/security-questions';
import { QUESTION_TEXTS } from '#common/security-questions';
import * as m from '#messages';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';

export type Given = { readonly question: SecurityQuestion; readonly answer: string };

/** Questions with their answers, one below the other. A question that is chosen in one place cannot be chosen in another. */
export function QuestionFields({
  given,
  onChange,
  wrong,
  optional,
}: {
  given: readonly Given[];
  onChange: (given: Given[]) => void;
  /** Which answer was refused, counted from one, and why. */
  wrong?: { place: number; why: string } | null;
  optional?: boolean;
}): ReactElement {
  const locale = useLocale();
  const hint = optional ? m.customer_questions_hint_again() : m.customer_questions_hint();
  const change = (at: number, part: Partial<Given>): void =>
    onChange(given.map((each, place) => (place === at ? { ...each, ...part } : each)));
  return (
    <div className="grid gap-6">
      {given.map(({ question, answer }, at) => (
        // The places are what these rows are; a question moves between them.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="grid gap-3">
          <Field label={m.customer_questions_question({ number: at + 1 })} optional="unsaid">
            <Select
              value={question}
              onChange={(chosen) => change(at, { question: chosen })}
              options={SECURITY_QUESTIONS.map((value) => ({
                value,
                label: QUESTION_TEXTS[value][locale],
                disabled: value !== question && given.some((each) => each.question === value),
              }))}
            />
          </Field>
          <Field
            label={m.customer_questions_answer({ number: at + 1 })}
            hint={at === 0 ? hint : null}
            error={wrong?.place === at + 1 ? wrong.why : null}
            optional={optional ? 'unsaid' : false}
          >
            <TextInput
              value={answer}
              onChange={(event) => change(at, { answer: event.target.value })}
              maxLength={ANSWER_MAX}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        </div>
      ))}
    </div>
  );
}
