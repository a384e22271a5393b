import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { conflictsQuery } from '../session.ts';
import { type Conflict, type Outcome, outcomeText, outcomeWord } from './conflict-words.ts';

type Props = { conflict: Conflict; onDone: () => void };

/** What is true, and why; a colleague approves. Only what is possible where the money is can be chosen. */
export function ProposeConflict({ conflict, onDone }: Props): ReactElement {
  const { id, ours, outcomes, words, isStillGoing } = conflict;
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const outcome = chosen ?? outcomes[0];
  const submit = useSubmit(
    useCallback(async () => {
      if (!outcome) return;
      const body = { outcome, words: words.length, note };
      await call(api.proposeConflictEnd, { params: { id }, body });
      toast(m.conflict_proposed());
      await queries.invalidateQueries({ queryKey: conflictsQuery.queryKey });
      onDone();
    }, [id, note, onDone, outcome, queries, toast, words.length]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  if (!outcome) return <></>;
  return (
    <form onSubmit={send} className="grid grid-cols-1 gap-4" noValidate>
      <h3 className="text-15 font-semibold">{m.conflict_outcome()}</h3>
      {outcomes.length > 1 ? (
        <SegmentedControl
          label={m.conflict_outcome()}
          value={outcome}
          onChange={setChosen}
          options={outcomes.map((value) => ({ value, label: outcomeWord(value) }))}
        />
      ) : (
        <p className="font-medium">{outcomeWord(outcome)}</p>
      )}
      <p className="prose text-ink-2">{outcomeText(outcome, ours)}</p>
      {isStillGoing ? <p className="prose text-ink-2">{m.conflict_still_going()}</p> : null}
      <Field label={m.console_review_note()} hint={m.conflict_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <p className="prose text-ink-2">{m.finance_two()}</p>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={submit.busy}
          busyLabel={m.console_review_busy()}
          unavailable={note.trim() === '' ? m.console_impose_no_note() : null}
        >
          {m.conflict_propose()}
        </Button>
      </div>
    </form>
  );
}
