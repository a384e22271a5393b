import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { staffQuery } from '../session.ts';
import { roleWord } from './role-words.ts';
import { SignInFrame } from './SignInFrame.tsx';
import { useFocusWrong } from './use-focus-wrong.ts';

/** Characters of the shortest password that staff may choose; the server decides, this only says so before the press. */
const PASSWORD_MIN = 12;
const CODE_LENGTH = 6;

type Offer = OkOf<typeof api.invitation>;

/** The password is chosen here, and the second factor proved at once. */
export function Joining({ token, offer }: { token: string; offer: Offer }): ReactElement {
  const { name, email, role } = offer;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = useJoin({ token, password, code }, () => setCode(''));
  const form = useFocusWrong(submit.failure);
  const codeWrong = submit.problem?.code === 'second_factor_wrong';
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <SignInFrame
      title={m.console_invitation_welcome({ name })}
      lead={m.console_invitation_lead({ email, role: roleWord(role) })}
    >
      <form ref={form} onSubmit={send} className="grid gap-6" noValidate>
        {/* A password manager keeps the password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <Field
          label={m.console_invitation_password()}
          hint={m.console_invitation_password_hint()}
          error={codeWrong ? null : submit.failure}
        >
          <PasswordInput
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="new-password"
            name="password"
          />
        </Field>
        <Authenticator offer={offer} />
        <Field label={m.console_code()} error={codeWrong ? submit.failure : null}>
          <CodeInput value={code} onChange={setCode} name="code" />
        </Field>
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.console_invitation_accepting()}
          unavailable={missingIn(password, code)}
        >
          {m.console_invitation_accept()}
        </Button>
      </form>
    </SignInFrame>
  );
}

function missingIn(password: string, code: string): string | null {
  if (password.length < PASSWORD_MIN) return m.console_invitation_password_missing();
  return code.length < CODE_LENGTH ? m.console_invitation_code_missing() : null;
}

/** `onRefused`: a code is good once, so the next try needs the next one. */
function useJoin(
  { token, password, code }: { token: string; password: string; code: string },
  onRefused: () => void,
): Submission {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useSubmit(
    useCallback(async () => {
      try {
        const staff = await call(api.acceptInvitation, { body: { token, password, code } });
        queries.clear();
        queries.setQueryData(staffQuery.queryKey, staff);
        await navigate({ to: '/cases' });
      } catch (error) {
        onRefused();
        throw error;
      }
    }, [code, navigate, onRefused, password, queries, token]),
  );
}

function Authenticator({ offer: { totpSecret, qrSvg } }: { offer: Offer }): ReactElement {
  return (
    <section className="grid gap-3">
      <h2 className="text-15">{m.console_invitation_authenticator()}</h2>
      <p className="prose text-ink-2">{m.console_invitation_authenticator_text()}</p>
      <img
        className="size-44 rounded-control p-2"
        // The code stays dark on white in dark mode, too: readers of it expect that.
        style={{ background: 'white' }}
        alt={m.console_invitation_qr()}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrSvg)}`}
      />
      <div>
        <p className="text-ink-2">{m.console_invitation_secret()}</p>
        <p className="flex items-center gap-3">
          <code className="break-all">{totpSecret}</code>
          <CopyButton text={totpSecret} what={m.console_invitation_key()} />
        </p>
      </div>
    </section>
  );
}
