import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { PETITION_OUTCOMES, type PetitionGround, type PetitionOutcome } from '#common/api/petition';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import { blockedWord } from '#web/restriction-words.ts';
import { groundWord, outcomeWord, type StaffPetition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { PetitionChanged } from './PetitionPart.tsx';

const NOTE_MAX = 500;
type Keeps = StaffPetition['blocked'];

/** The first pair of eyes: outcome, ground, what stays blocked, and a note for whoever decides. */
export function ProposeDecision({
  petition,
  onDone,
}: {
  petition: StaffPetition;
  onDone: PetitionChanged;
}): ReactElement {
  const [outcome, setOutcome] = useState<PetitionOutcome>('granted');
  const grounds = petition.grounds[outcome];
  const [chosen, setGround] = useState<PetitionGround | null>(null);
  const [keeps, setKeeps] = useState<Keeps>([]);
  const [note, setNote] = useState('');
  const ground = chosen && grounds.includes(chosen) ? chosen : grounds[0];
  const { id } = petition.case;
  const submit = useSubmit(
    useCallback(async () => {
      if (!ground) return;
      const kept = outcome === 'partly' ? [...keeps] : [];
      const body = { outcome, ground, keeps: kept, note: note.trim() };
      await onDone(await call(api.proposeDecision, { params: { id }, body }));
    }, [ground, id, keeps, note, onDone, outcome]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid content-start gap-3" noValidate>
      <h4 className="text-13 font-semibold">{m.petition_desk_propose()}</h4>
      <SegmentedControl
        label={m.petition_desk_outcome()}
        value={outcome}
        onChange={setOutcome}
        options={PETITION_OUTCOMES.map((value) => ({ value, label: outcomeWord(value) }))}
      />
      {ground ? (
        <Field label={m.petition_desk_ground()}>
          <Select
            value={ground}
            onChange={setGround}
            options={grounds.map((value) => ({ value, label: groundWord(value) }))}
          />
        </Field>
      ) : null}
      {outcome === 'partly' && petition.blocked.length > 0 ? (
        <Kept blocked={petition.blocked} keeps={keeps} onChange={setKeeps} />
      ) : null}
      <Field label={m.petition_desk_note()} error={submit.failure}>
        <TextArea value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div>
        <Button
          variant="tint"
          type="submit"
          busy={submit.busy}
          busyLabel={m.petition_desk_working()}
          unavailable={
            petition.unopened.length > 0
              ? m.petition_desk_open_first()
              : note.trim() === ''
                ? m.petition_desk_note_missing()
                : null
          }
        >
          {m.petition_desk_send()}
        </Button>
      </div>
    </form>
  );
}

function Kept({
  blocked,
  keeps,
  onChange,
}: {
  blocked: Keeps;
  keeps: Keeps;
  onChange: (keeps: Keeps) => void;
}): ReactElement {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-13">{m.petition_desk_keeps()}</legend>
      {blocked.map((capability) => (
        <Checkbox
          key={capability}
          checked={keeps.includes(capability)}
          onChange={(isKept) =>
            onChange(isKept ? [...keeps, capability] : keeps.filter((each) => each !== capability))
          }
        >
          {blockedWord(capability)}
        </Checkbox>
      ))}
    </fieldset>
  );
}
