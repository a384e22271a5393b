import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { LIFT_GROUNDS, type LiftGround } from '#common/api/restriction';
import type { RestrictionId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { groundWord } from '#web/restriction-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { restrictionsQuery } from '../session.ts';

/** The first pair of eyes: on which ground it should be lifted, and what was seen. */
export function ProposeLifting({ id, onDone }: { id: RestrictionId; onDone: () => void }): ReactElement {
  const [ground, setGround] = useState<LiftGround>('identity_checked');
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.proposeLifting, { params: { id }, body: { ground, note } });
      toast(m.console_propose_done());
      await queries.invalidateQueries({ queryKey: restrictionsQuery.queryKey });
      onDone();
    }, [ground, id, note, onDone, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <h3 className="text-15 font-semibold">{m.console_propose_title()}</h3>
      <p className="prose text-ink-2">{m.console_propose_lead()}</p>
      <Field label={m.console_proposal_ground()}>
        <Select
          value={ground}
          onChange={setGround}
          options={LIFT_GROUNDS.map((value) => ({ value, label: groundWord(value) }))}
        />
      </Field>
      <Field label={m.console_proposal_note()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={submit.busy}
          busyLabel={m.console_proposal_busy()}
          unavailable={note.trim() === '' ? m.console_impose_no_note() : null}
        >
          {m.console_propose_button()}
        </Button>
      </div>
    </form>
  );
}
