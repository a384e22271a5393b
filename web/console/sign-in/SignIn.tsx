import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { staffQuery } from '../session.ts';
import { SignInFrame } from './SignInFrame.tsx';
import { useFocusWrong } from './use-focus-wrong.ts';

const CODE_LENGTH = 6;

/** Mail, password and authenticator code at once; which of them is wrong is not told. */
export function SignIn(): ReactElement {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      try {
        const staff = await call(api.staffSignIn, { body: { email: email.trim(), password, code } });
        queries.clear();
        queries.setQueryData(staffQuery.queryKey, staff);
        await navigate({ to: '/cases' });
      } catch (error) {
        setCode(''); // A code is good once; the next try needs the next one.
        throw error;
      }
    }, [code, email, navigate, password, queries]),
  );
  const form = useFocusWrong(submit.failure);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isComplete = email.trim() !== '' && password !== '' && code.length === CODE_LENGTH;
  return (
    <SignInFrame title={m.console_sign_in_title()} lead={m.console_sign_in_lead()}>
      <form ref={form} onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.console_email()}>
          <TextInput
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            autoComplete="username"
            spellCheck={false}
            name="email"
          />
        </Field>
        <Field label={m.console_password()}>
          <PasswordInput
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            name="password"
          />
        </Field>
        <Field label={m.console_code()} error={submit.failure}>
          <CodeInput value={code} onChange={setCode} name="code" />
        </Field>
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.console_signing_in()}
          unavailable={isComplete ? null : m.console_sign_in_missing()}
        >
          {m.console_sign_in()}
        </Button>
      </form>
    </SignInFrame>
  );
}
