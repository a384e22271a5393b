import { useQueryClient } from '@tanstack/react-query';
import { Snowflake } from 'lucide-react';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { WORD_CHECKS, type WordCheck } from '#common/api/word-freeze';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { caseQuery } from '../../session.ts';
import { METHOD_WORDS } from '../access/access-case.ts';

const CHECK_WORDS: Record<WordCheck, () => string> = {
  signed_in_here: m.petition_word_signed_in_here,
  ...METHOD_WORDS,
};
const NOTE_MAX = 500;

/** The owner says “freeze it”: one press opens what it does, how it was looked who asks, and the press that does it. */
export function FreezeOnWord({ caseId }: { caseId: string }): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <Button
        variant="danger-line"
        icon={<Snowflake size={18} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {m.petition_word_freeze()}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={m.petition_word_title()}>
        <FreezeForm caseId={caseId} onDone={() => setOpen(false)} />
      </Dialog>
    </section>
  );
}

function FreezeForm({ caseId, onDone }: { caseId: string; onDone: () => void }): ReactElement {
  const [method, setMethod] = useState<WordCheck>('signed_in_here');
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const body = { method, note: note.trim() };
      await call(api.freezeOnWord, { params: { id: caseId }, body });
      toast(m.petition_word_done());
      onDone();
      await queries.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    }, [caseId, method, note, onDone, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <ul className="prose grid list-disc gap-1.5 pl-5 text-ink-2">
        <li>{m.petition_word_does_money()}</li>
        <li>{m.petition_word_does_sessions()}</li>
        <li>{m.petition_word_does_undo()}</li>
      </ul>
      <Field label={m.petition_word_method()}>
        <Select
          value={method}
          onChange={setMethod}
          options={WORD_CHECKS.map((value) => ({ value, label: CHECK_WORDS[value]() }))}
        />
      </Field>
      <Field label={m.petition_word_note()} error={submit.failure}>
        <TextArea
          value={note}
          maxLength={NOTE_MAX}
          onChange={(event) => setNote(event.target.value)}
          data-autofocus=""
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{m.petition_word_not()}</Button>
        <Button
          variant="danger"
          type="submit"
          busy={submit.busy}
          busyLabel={m.petition_desk_working()}
          unavailable={note.trim() === '' ? m.petition_word_note_missing() : null}
        >
          {m.petition_word_freeze()}
        </Button>
      </div>
    </form>
  );
}
