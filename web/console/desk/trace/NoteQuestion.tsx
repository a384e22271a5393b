import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { REFERENCE_MAX } from '#common/api/trace';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { StaffTrace, TraceChanged } from './TracePart.tsx';

type Kind = 'status' | 'recall';
type Props = { id: CaseId; trace: StaffTrace; onDone: TraceChanged };

/** Notes that somebody asked by hand, where the product has no way to whom it asks, and tells the customer the reference. */
export function NoteQuestion({
  id,
  trace: { mayAskBank, mayRecall, byMachine },
  onDone,
}: Props): ReactElement {
  const kinds: { value: Kind; label: string }[] = [
    ...(mayAskBank && !byMachine.includes('status')
      ? [{ value: 'status' as const, label: m.trace_desk_question_status() }]
      : []),
    ...(mayRecall && !byMachine.includes('recall')
      ? [{ value: 'recall' as const, label: m.trace_desk_question_recall() }]
      : []),
  ];
  const [chosen, setChosen] = useState<Kind>('status');
  const kind = kinds.some(({ value }) => value === chosen) ? chosen : (kinds[0]?.value ?? 'recall');
  const [reference, setReference] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      const body = { kind, reference: reference.trim() };
      await onDone(await call(api.askAboutTrace, { params: { id }, body }));
      setReference('');
    }, [id, kind, onDone, reference]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid content-start gap-3" noValidate>
      <h4 className="text-13 font-semibold">{m.trace_desk_by_hand()}</h4>
      <SegmentedControl label={m.trace_desk_question()} value={kind} onChange={setChosen} options={kinds} />
      <Field label={m.trace_desk_reference()} error={submit.failure}>
        <TextInput
          value={reference}
          maxLength={REFERENCE_MAX}
          autoComplete="off"
          onChange={(event) => setReference(event.target.value)}
        />
      </Field>
      <div>
        <Button
          variant="tint"
          type="submit"
          busy={submit.busy}
          busyLabel={m.trace_desk_working()}
          unavailable={reference.trim() === '' ? m.trace_desk_reference_missing() : null}
        >
          {m.trace_desk_note_it()}
        </Button>
      </div>
    </form>
  );
}
