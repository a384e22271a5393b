import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { TraceAnswer } from '#common/api/trace';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { traceAnswerWord } from '#web/trace-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { StaffTrace, TraceChanged } from './TracePart.tsx';

/** What was found; it ends the case. */
export function AnswerTrace({
  id,
  trace: { answers, suggested },
  onDone,
}: {
  id: CaseId;
  trace: StaffTrace;
  onDone: TraceChanged;
}): ReactElement {
  const [chosen, setChosen] = useState<TraceAnswer | null>(null);
  const answer = chosen !== null && answers.includes(chosen) ? chosen : (suggested ?? answers[0]);
  const text = m.trace_desk_answer_text();
  const hint = suggested !== null && suggested === answer ? m.trace_desk_suggested({ text }) : text;
  const submit = useSubmit(
    useCallback(async () => {
      if (answer) await onDone(await call(api.answerTrace, { params: { id }, body: { answer } }));
    }, [answer, id, onDone]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid content-start gap-3" noValidate>
      <h4 className="text-13 font-semibold">{m.trace_desk_answer()}</h4>
      {answer ? (
        <Field label={m.trace_desk_answer()} hint={hint} error={submit.failure}>
          <Select
            value={answer}
            onChange={setChosen}
            options={answers.map((value) => ({ value, label: traceAnswerWord(value) }))}
          />
        </Field>
      ) : null}
      <div>
        <Button variant="tint" type="submit" busy={submit.busy} busyLabel={m.trace_desk_working()}>
          {m.trace_desk_answer_do()}
        </Button>
      </div>
    </form>
  );
}
