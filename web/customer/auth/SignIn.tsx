import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call, problemIn } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { KnownPhrase } from './KnownPhrase.tsx';
import { PasskeySignIn } from './PasskeySignIn.tsx';
import { useEnter } from './use-enter.ts';

/** Mail, phone or account name, and the password. A wrong pair never tells which of the two was wrong. */
export function SignIn(): ReactElement {
  const { next, ended, registered } = useSearch({ strict: false });
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter(next);
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      try {
        enter(await call(api.signIn, { body: { login: login.trim(), password } }));
      } catch (error) {
        if (problemIn(error)?.code !== 'second_factor_required') throw error;
        await navigate({ to: '/sign-in/second-factor', search: next === undefined ? {} : { next } });
      }
    }, [enter, login, navigate, next, password]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing = !login.trim() || !password ? m.customer_sign_in_missing() : null;
  return (
    <AuthLayout title={m.customer_sign_in_title()}>
      {ended || registered ? (
        <div className="mb-5">
          <Banner tone="info">{ended ? m.customer_session_ended() : m.customer_registered_sign_in()}</Banner>
        </div>
      ) : null}
      <KnownPhrase />
      <form onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.customer_sign_in_login()}>
          <TextInput
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            name="login"
          />
        </Field>
        <Field
          label={m.customer_password()}
          error={submit.failure}
          aside={
            <TextLink className="text-13" render={<Link to="/forgot-password" />}>
              {m.customer_forgot_link()}
            </TextLink>
          }
        >
          <PasswordInput
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            name="password"
          />
        </Field>
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_sign_in_busy()}
          unavailable={missing}
        >
          {m.customer_sign_in_button()}
        </Button>
      </form>
      <PasskeySignIn onSignedIn={enter} />
      <div className="mt-4">
        <TextLink alone render={<Link to="/sign-in/help" />}>
          {m.customer_access_link()}
        </TextLink>
      </div>
      <p className="prose mt-2 text-ink-2">
        {m.customer_sign_in_no_account()}{' '}
        <TextLink render={<Link to="/register" />}>{m.customer_register_button()}</TextLink>
      </p>
      <p className="prose mt-2 text-13 text-ink-3">{m.customer_sign_in_safety()}</p>
    </AuthLayout>
  );
}
