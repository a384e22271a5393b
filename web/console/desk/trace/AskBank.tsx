import { useCallback, type ReactElement } from 'react';
import type { QuestionKind } from '#common/api/trace';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { StaffTrace, TraceChanged } from './TracePart.tsx';

type Props = { id: CaseId; trace: StaffTrace; onDone: TraceChanged };

/** Questions that the product writes and sends itself, one press each. */
export function AskBank({ id, trace: { byMachine, mayAskBank, mayRecall }, onDone }: Props): ReactElement {
  return (
    <div className="grid content-start gap-4">
      <h4 className="text-13 font-semibold">{m.trace_desk_question()}</h4>
      {mayAskBank && byMachine.includes('status') ? (
        <Ask id={id} kind="status" onDone={onDone} word={m.trace_desk_ask()} hint={m.trace_desk_ask_text()} />
      ) : null}
      {mayRecall && byMachine.includes('recall') ? (
        <Ask
          id={id}
          kind="recall"
          onDone={onDone}
          word={m.trace_desk_ask_back()}
          hint={m.trace_desk_ask_back_text()}
        />
      ) : null}
    </div>
  );
}

type AskProps = { id: CaseId; kind: QuestionKind; word: string; hint: string; onDone: TraceChanged };

function Ask({ id, kind, word, hint, onDone }: AskProps): ReactElement {
  const submit = useSubmit(
    useCallback(async () => {
      await onDone(await call(api.askAboutTrace, { params: { id }, body: { kind } }));
    }, [id, kind, onDone]),
  );
  return (
    <div className="grid gap-1.5">
      <div>
        <Button
          variant="tint"
          busy={submit.busy}
          busyLabel={m.trace_desk_asking()}
          onClick={() => void submit.run()}
        >
          {word}
        </Button>
      </div>
      {submit.failure ? (
        <p className="text-13 text-danger" role="alert">
          {submit.failure}
        </p>
      ) : (
        <p className="text-13 text-ink-2">{hint}</p>
      )}
    </div>
  );
}
