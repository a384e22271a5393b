import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { passkeyApi } from '#common/api/passkey';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { FactorField, missingIn } from '../auth/FactorField.tsx';
import { OtherWays } from '../auth/OtherWays.tsx';
import { hasPasskeys, sign } from '../auth/passkey.ts';
import { PasskeyButton } from '../auth/PasskeyButton.tsx';
import { statusQuery, type Status } from '../session.ts';

type Ways = NonNullable<Status['undo']>['ways'];

/** The owner's way back: a passkey, or password and authenticator code, asked for in a sheet. */
export function Undo({ undo }: { undo: NonNullable<Status['undo']> }): ReactElement {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const toast = useToast();
  const finish = useCallback(
    (status: Status) => {
      setOpen(false);
      queries.setQueryData(statusQuery.queryKey, status);
      void queries.invalidateQueries({ queryKey: ['waiting-capabilities'] });
      toast(m.customer_undo_done());
    },
    [queries, toast],
  );
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {m.customer_undo_button()}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={m.customer_undo_title()}>
        <Proof ways={undo.ways.filter((way) => way !== 'passkey' || hasPasskeys())} onUndone={finish} />
      </Dialog>
    </>
  );
}

function Proof({ ways, onUndone }: { ways: Ways; onUndone: (status: Status) => void }): ReactElement {
  const [chosen, setChosen] = useState<Ways[number] | null>(null);
  const way = chosen ?? ways[0];
  if (way === undefined) return <p className="prose text-ink-2">{m.customer_undo_elsewhere()}</p>;
  return (
    <div className="grid gap-5">
      <p className="prose text-ink-2">{m.customer_undo_lead()}</p>
      {way === 'passkey' ? <ByPasskey onUndone={onUndone} /> : <ByAuthenticator onUndone={onUndone} />}
      <OtherWays
        ways={ways}
        way={way}
        onChoose={(next) => setChosen(next === 'passkey' ? 'passkey' : 'authenticator')}
      />
    </div>
  );
}

function ByPasskey({ onUndone }: { onUndone: (status: Status) => void }): ReactElement {
  const submit = useSubmit(
    useCallback(async () => {
      const signed = await sign(await call(passkeyApi.passkeyProofChallenge, { body: {} }));
      onUndone(await call(api.unfreezeAccount, { body: { proof: { way: 'passkey', signed } } }));
    }, [onUndone]),
  );
  return (
    <PasskeyButton
      label={m.customer_undo_by_passkey()}
      busy={submit.busy}
      failure={submit.failure}
      onPress={() => void submit.run()}
    />
  );
}

/** Authenticators send nothing. */
const sendNothing = () => Promise.reject(new Error('an authenticator sends no code'));

function ByAuthenticator({ onUndone }: { onUndone: (status: Status) => void }): ReactElement {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      try {
        onUndone(
          await call(api.unfreezeAccount, { body: { proof: { way: 'authenticator', password, code } } }),
        );
      } catch (error) {
        setCode('');
        throw error;
      }
    }, [code, onUndone, password]),
  );
  const isOfPassword = submit.problem?.code.startsWith('sign_in_') ?? false;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing = password === '' ? m.customer_prove_password_missing() : missingIn('authenticator', code);
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <Field label={m.customer_sign_in_password()} error={isOfPassword ? submit.failure : null}>
        <PasswordInput
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          name="password"
          data-autofocus=""
        />
      </Field>
      <FactorField
        way="authenticator"
        value={code}
        onChange={setCode}
        error={isOfPassword ? null : submit.failure}
        send={sendNothing}
      />
      <Button
        variant="primary"
        wide
        type="submit"
        busy={submit.busy}
        busyLabel={m.customer_factor_checking()}
        unavailable={missing}
      >
        {m.customer_undo_button()}
      </Button>
    </form>
  );
}
