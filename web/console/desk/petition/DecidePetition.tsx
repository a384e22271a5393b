import { useCallback, useRef, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import type { StaffPetition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { Staff } from '../../session.ts';
import type { PetitionChanged } from './PetitionPart.tsx';

const NOTE_MAX = 500;
type Decision = 'approve' | 'reject' | 'withdraw';
type Props = {
  id: StaffPetition['case']['id'];
  proposal: StaffPetition['proposals'][number];
  /** Something that was given is not opened yet. */
  isUnseen: boolean;
  staff: Staff;
  onDone: PetitionChanged;
};

/** The second pair of eyes; whoever proposed it may only take it back. */
export function DecidePetition({ id, proposal, isUnseen, staff, onDone }: Props): ReactElement {
  const [note, setNote] = useState('');
  const decision = useRef<Decision>('approve');
  const submit = useSubmit(
    useCallback(async () => {
      const written = note.trim() === '' ? {} : { note: note.trim() };
      const body = { proposalId: proposal.id, decision: decision.current, ...written };
      try {
        await onDone(await call(api.decidePetition, { params: { id }, body }));
      } catch (error) {
        await onDone();
        throw error;
      }
    }, [id, note, onDone, proposal.id]),
  );
  const decide = (how: Decision): void => {
    decision.current = how;
    void submit.run();
  };
  const isOwn = proposal.by.id === staff.id;
  if (isOwn || staff.role === 'agent')
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-13 text-ink-2">{m.petition_desk_waits()}</p>
        {isOwn ? (
          <Button busy={submit.busy} busyLabel={m.petition_desk_working()} onClick={() => decide('withdraw')}>
            {m.petition_desk_withdraw()}
          </Button>
        ) : null}
        <Hint error={submit.failure} />
      </div>
    );
  return (
    <div className="grid gap-3">
      <Field label={m.petition_desk_decision_note()} error={submit.failure} optional>
        <TextArea value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={submit.busy}
          busyLabel={m.petition_desk_working()}
          unavailable={isUnseen ? m.petition_desk_open_first() : null}
          onClick={() => decide('approve')}
        >
          {m.petition_desk_approve()}
        </Button>
        <Button onClick={() => decide('reject')}>{m.petition_desk_reject()}</Button>
      </div>
    </div>
  );
}
