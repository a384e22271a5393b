import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { NothingCame } from './NothingCame.tsx';
import { ResetByCode } from './ResetByCode.tsx';

type By = 'email' | 'phone';

/** A way back in for who forgot the password. Nothing on it tells whether somebody has an account. */
export function ForgotPassword(): ReactElement {
  const [login, setLogin] = useState('');
  const [by, setBy] = useState<By>('email');
  const [sent, setSent] = useState<By | null>(null);
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.requestReset, { body: { login: login.trim(), by } });
      setSent(by);
    }, [by, login]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const again = (): void => setSent(null);
  if (sent === 'phone') return <ResetByCode login={login.trim()} onOther={again} />;
  if (sent === 'email') return <Sent login={login.trim()} onOther={again} />;
  return (
    <AuthLayout title={m.customer_forgot_title()} lead={m.customer_forgot_lead()}>
      <form onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.customer_sign_in_login()} error={submit.failure}>
          <TextInput
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            name="login"
          />
        </Field>
        <SegmentedControl
          wide
          label={m.customer_forgot_by()}
          value={by}
          onChange={setBy}
          options={[
            { value: 'email', label: m.customer_forgot_by_email() },
            { value: 'phone', label: m.customer_forgot_by_phone() },
          ]}
        />
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_forgot_sending()}
          unavailable={login.trim() === '' ? m.customer_forgot_missing() : null}
        >
          {by === 'email' ? m.customer_forgot_send_email() : m.customer_forgot_send_phone()}
        </Button>
      </form>
    </AuthLayout>
  );
}

const Sent = ({ login, onOther }: { login: string; onOther: () => void }): ReactElement => (
  <AuthLayout
    title={m.customer_forgot_sent_email_title()}
    lead={m.customer_forgot_sent_email_lead({ login })}
  >
    <NothingCame by="mail" onOther={onOther} />
  </AuthLayout>
);
