import { useQuery } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { FactorWay } from '#common/api/access';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { FactorField, missingIn } from '../auth/FactorField.tsx';
import { OtherWays } from '../auth/OtherWays.tsx';
import { factorsQuery } from './factors-query.ts';

type Props = { open: boolean; onClose: () => void; onProven: () => void };

/** Password and second factor once more, before what protects the account changes. */
export const ProveSheet = ({ open, onClose, onProven }: Props): ReactElement => (
  <Dialog open={open} onClose={onClose} title={m.customer_prove_title()}>
    <ProveForm onProven={onProven} />
  </Dialog>
);

/** Refusals that are about the password, not about the second factor. */
const OF_PASSWORD = ['sign_in_failed', 'sign_in_paused'];

function ProveForm({ onProven }: Pick<Props, 'onProven'>): ReactElement {
  const { data: factors } = useQuery(factorsQuery);
  const ways = factors?.ways ?? [];
  const [chosen, setChosen] = useState<FactorWay | null>(null);
  const way = chosen ?? ways[0] ?? null;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      try {
        await call(api.proveAccess, { body: { password, factor: way && { way, code } } });
      } catch (error) {
        setCode('');
        throw error;
      }
      onProven();
    }, [code, onProven, password, way]),
  );
  const ofPassword = submit.problem !== null && OF_PASSWORD.includes(submit.problem.code);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing =
    password === '' ? m.customer_prove_password_missing() : way === null ? null : missingIn(way, code);
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <p className="prose text-ink-2">{m.customer_prove_lead()}</p>
      <Field label={m.customer_sign_in_password()} error={ofPassword || way === null ? submit.failure : null}>
        <PasswordInput
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          name="password"
          data-autofocus=""
        />
      </Field>
      {way === null ? null : (
        <div>
          <FactorField way={way} value={code} onChange={setCode} error={ofPassword ? null : submit.failure} />
          <OtherWays
            ways={ways}
            way={way}
            onChoose={(other) => {
              setChosen(other);
              setCode('');
              submit.clear();
            }}
          />
        </div>
      )}
      <Button
        variant="primary"
        wide
        type="submit"
        busy={submit.busy}
        busyLabel={m.customer_factor_checking()}
        unavailable={missing}
      >
        {m.customer_prove_button()}
      </Button>
    </form>
  );
}
