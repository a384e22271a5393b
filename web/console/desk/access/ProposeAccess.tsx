import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Hint } from '#ui/Field.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { AccessCase } from './access-case.ts';

type Props = { id: CaseId; data: AccessCase; onDone: (shown?: AccessCase) => Promise<void> };

/** What is to be done, put before a second person. What was lost is ticked already. */
export function ProposeAccess({ id, data, onDone }: Props): ReactElement {
  const [resetsSecondFactors, setResets] = useState(data.lost !== 'locked' && data.secondFactors);
  const [liftsPauses, setLifts] = useState(data.lost === 'locked');
  const [restoresAddresses, setRestores] = useState(data.byFormer);
  const submit = useSubmit(
    useCallback(async () => {
      const body = { resetsSecondFactors, liftsPauses, restoresAddresses };
      await onDone(await call(api.proposeAccess, { params: { id }, body }));
    }, [id, liftsPauses, onDone, resetsSecondFactors, restoresAddresses]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isNothing = !resetsSecondFactors && !liftsPauses && !restoresAddresses;
  return (
    <form onSubmit={send} className="grid content-start gap-3" noValidate>
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-13 font-semibold">{m.console_access_measures()}</legend>
        {data.secondFactors ? (
          <Checkbox checked={resetsSecondFactors} onChange={setResets}>
            {m.console_access_resets()}
          </Checkbox>
        ) : null}
        <Checkbox checked={liftsPauses} onChange={setLifts}>
          {m.console_access_lifts()}
        </Checkbox>
        {data.addressesChanged ? (
          <Checkbox checked={restoresAddresses} onChange={setRestores}>
            {m.console_access_restores()}
          </Checkbox>
        ) : null}
      </fieldset>
      <p className="prose text-13 text-ink-2">{m.console_access_always()}</p>
      <Hint error={submit.failure} />
      <div>
        <Button
          variant="tint"
          type="submit"
          busy={submit.busy}
          busyLabel={m.console_access_working()}
          unavailable={isNothing ? m.console_access_measures_missing() : null}
        >
          {m.console_access_propose_send()}
        </Button>
      </div>
    </form>
  );
}
