import { Link } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { NewPassword } from './NewPassword.tsx';
import { isOfPassword, ResetDone, useAfterReset } from './ResetDone.tsx';

/** Where the link of the mail leads. The token stands behind the #; opening the page changes nothing, the button does. */
export function ResetPassword(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [password, setPassword] = useState('');
  const { isDone, after } = useAfterReset();
  const submit = useSubmit(
    useCallback(async () => {
      await after(await call(api.resetByLink, { body: { token, password } }));
    }, [after, password, token]),
  );
  if (isDone) return <ResetDone />;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const ofPassword = isOfPassword(submit.problem?.code);
  if (token === '' || submit.problem?.code === 'reset_not_valid')
    return (
      <AuthLayout
        title={m.customer_forgot_title()}
        lead={submit.failure ?? m.customer_email_confirm_no_token()}
      >
        <Button variant="primary" wide render={<Link to="/forgot-password" />}>
          {m.customer_email_confirm_new_link()}
        </Button>
      </AuthLayout>
    );
  return (
    <AuthLayout title={m.customer_forgot_title()}>
      <form onSubmit={send} className="grid gap-5" noValidate>
        <NewPassword
          label={m.customer_new_password()}
          value={password}
          onChange={setPassword}
          context={[]}
          error={ofPassword || submit.problem === null ? submit.failure : null}
        />
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_saving()}
          unavailable={password === '' ? m.customer_forgot_save_missing() : null}
        >
          {m.customer_forgot_save()}
        </Button>
      </form>
    </AuthLayout>
  );
}
