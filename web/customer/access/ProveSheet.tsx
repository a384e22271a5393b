import { useQuery } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { FactorWay, TypedWay } from '#common/api/access';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { FactorField, missingIn } from '../auth/FactorField.tsx';
import { OtherWays } from '../auth/OtherWays.tsx';
import { hasPasskeys, proveByPasskey } from '../auth/passkey.ts';
import { PasskeyButton } from '../auth/PasskeyButton.tsx';
import { PasskeyElsewhere } from '../auth/PasskeyElsewhere.tsx';
import { factorsQuery } from './factors-query.ts';

type Props = { open: boolean; onClose: () => void; onProven: () => void };

/** A passkey, or password and second factor, once more, before what protects the account changes. */
export const ProveSheet = ({ open, onClose, onProven }: Props): ReactElement => (
  <Dialog open={open} onClose={onClose} title={m.customer_prove_title()}>
    <Prove onProven={onProven} />
  </Dialog>
);

function Prove({ onProven }: Pick<Props, 'onProven'>): ReactElement {
  const { data: factors } = useQuery(factorsQuery);
  const ways = (factors?.ways ?? []).filter((way) => way !== 'passkey' || hasPasskeys());
  const [chosen, setChosen] = useState<FactorWay | null>(null);
  const way = chosen ?? ways[0] ?? null;
  return (
    <div className="grid gap-5">
      <p className="prose text-ink-2">{m.customer_prove_lead()}</p>
      {way === 'passkey' ? <ByPasskey onProven={onProven} /> : <ByPassword way={way} onProven={onProven} />}
      {factors?.ways.includes('passkey') && !hasPasskeys() ? (
        <PasskeyElsewhere host={factors.passkeyHost} />
      ) : null}
      {way === null ? null : <OtherWays ways={ways} way={way} onChoose={setChosen} />}
    </div>
  );
}

function ByPasskey({ onProven }: Pick<Props, 'onProven'>): ReactElement {
  const submit = useSubmit(
    useCallback(async () => {
      await proveByPasskey();
      onProven();
    }, [onProven]),
  );
  return (
    <PasskeyButton
      label={m.customer_passkey_use()}
      busy={submit.busy}
      failure={submit.failure}
      onPress={() => void submit.run()}
    />
  );
}

const sendCode = () => call(api.sendProofCode, { body: {} });

/** Refusals that are about the password, not about the second factor. */
const OF_PASSWORD = ['sign_in_failed', 'sign_in_paused'];

function ByPassword({ way, onProven }: Pick<Props, 'onProven'> & { way: TypedWay | null }): ReactElement {
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
  const ofPassword = way === null || (submit.problem !== null && OF_PASSWORD.includes(submit.problem.code));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing =
    password === '' ? m.customer_prove_password_missing() : way === null ? null : missingIn(way, code);
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <Field label={m.customer_sign_in_password()} error={ofPassword ? submit.failure : null}>
        <PasswordInput
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          name="password"
          data-autofocus=""
        />
      </Field>
      {way === null ? null : (
        <FactorField
          key={way}
          way={way}
          value={code}
          onChange={setCode}
          error={ofPassword ? null : submit.failure}
          send={sendCode}
        />
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
