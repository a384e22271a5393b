import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { CHECK_METHODS, type CheckMethod } from '#common/api/access-help';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type AccessCase, METHOD_WORDS } from './access-case.ts';

const NOTE_MAX = 1000;
type Props = { id: CaseId; onDone: (shown: AccessCase) => Promise<void> };

/** How it was looked whether it is the owner, and what came of it: put on record also when it is not. */
export function CheckIdentity({ id, onDone }: Props): ReactElement {
  const [method, setMethod] = useState<CheckMethod>('document_by_video');
  const [outcome, setOutcome] = useState<'passed' | 'failed'>('passed');
  const [note, setNote] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      const body = { method, passed: outcome === 'passed', note: note.trim() };
      await onDone(await call(api.checkIdentity, { params: { id }, body }));
      setNote('');
    }, [id, method, note, onDone, outcome]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid content-start gap-3" noValidate>
      <h4 className="text-13 font-semibold">{m.console_access_check()}</h4>
      <Field label={m.console_access_method()}>
        <Select
          value={method}
          onChange={setMethod}
          options={CHECK_METHODS.map((value) => ({ value, label: METHOD_WORDS[value]() }))}
        />
      </Field>
      <SegmentedControl
        label={m.console_access_outcome()}
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'passed', label: m.console_access_passed() },
          { value: 'failed', label: m.console_access_failed() },
        ]}
      />
      <Field label={m.console_access_note()} error={submit.failure}>
        <TextArea value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div>
        <Button
          variant="tint"
          type="submit"
          busy={submit.busy}
          busyLabel={m.console_access_working()}
          unavailable={note.trim() === '' ? m.console_access_note_missing() : null}
        >
          {m.console_access_keep_check()}
        </Button>
      </div>
    </form>
  );
}
