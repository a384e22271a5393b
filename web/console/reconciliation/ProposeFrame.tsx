import type { FormEvent, ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import type { usePropose } from './use-propose.ts';

type Props = ReturnType<typeof usePropose> & { missing: string | null; children: ReactNode };

/** What every proposal about lines ends with: what was found, and the press. */
export function ProposeFrame({ note, setNote, submit, missing, children }: Props): ReactElement {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      {children}
      <Field label={m.reconciliation_note()} hint={m.reconciliation_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <p className="prose text-ink-2">{m.reconciliation_two()}</p>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={submit.busy}
          unavailable={missing ?? (note.trim() === '' ? m.reconciliation_no_note() : null)}
        >
          {m.reconciliation_propose()}
        </Button>
      </div>
    </form>
  );
}
