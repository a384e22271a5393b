import { useCallback, useRef, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type AccessCase, measureWords, type Proposal } from './access-case.ts';

const NOTE_MAX = 500;
type Props = { id: CaseId; proposal: Proposal; onDone: (shown?: AccessCase) => Promise<void> };

/** The second pair of eyes. What is sent along is what is seen here: if it is not what was proposed, nothing is done. */
export function DecideAccess({ id, proposal, onDone }: Props): ReactElement {
  const [note, setNote] = useState('');
  const approve = useRef(false);
  const submit = useSubmit(
    useCallback(async () => {
      const { resetsSecondFactors, liftsPauses, restoresAddresses } = proposal;
      const measures = { resetsSecondFactors, liftsPauses, restoresAddresses };
      const body = { proposalId: proposal.id, ...measures, approve: approve.current, note: note.trim() };
      try {
        await onDone(await call(api.decideAccess, { params: { id }, body }));
      } catch (error) {
        await onDone();
        throw error;
      }
    }, [id, note, onDone, proposal]),
  );
  const decide = (isApproved: boolean): void => {
    approve.current = isApproved;
    void submit.run();
  };
  return (
    <div className="mt-4 grid gap-3">
      <ul className="grid gap-1">
        {measureWords(proposal).map((word) => (
          <li key={word} className="font-medium">
            {word}
          </li>
        ))}
      </ul>
      <p className="prose text-13 text-ink-2">{m.console_access_always()}</p>
      <Field label={m.console_access_decision_note()} error={submit.failure} optional>
        <TextArea value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={submit.busy}
          busyLabel={m.console_access_working()}
          onClick={() => decide(true)}
        >
          {m.console_access_approve()}
        </Button>
        <Button
          unavailable={note.trim() === '' ? m.console_access_decision_missing() : null}
          onClick={() => decide(false)}
        >
          {m.console_access_refuse()}
        </Button>
      </div>
    </div>
  );
}
