import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, problemIn } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { staffQuery } from '../session.ts';
import { roleWord } from './role-words.ts';
import { SignInFrame } from './SignInFrame.tsx';

/** The token stands behind the #, so that no log sees it. The password is chosen here, the second factor proved at once. */
export function Invitation(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const offer = useQuery({
    queryKey: ['invitation'],
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
    queryFn: () => call(api.invitation, { body: { token } }),
  });
  const submit = useSubmit(
    useCallback(async () => {
      try {
        const staff = await call(api.acceptInvitation, { body: { token, password, code } });
        queries.clear();
        queries.setQueryData(staffQuery.queryKey, staff);
        await navigate({ to: '/cases' });
      } catch (error) {
        setCode('');
        throw error;
      }
    }, [code, navigate, password, queries, token]),
  );
  if (token === '' || offer.isError) {
    return (
      <SignInFrame title={m.console_invitation_title()}>
        <FailedState title={problemIn(offer.error)?.title ?? m.console_invitation_incomplete()}>
          {problemIn(offer.error)?.detail ?? m.console_invitation_incomplete_text()}
        </FailedState>
      </SignInFrame>
    );
  }
  if (!offer.data)
    return (
      <SignInFrame title={m.console_invitation_title()}>
        <SkeletonText lines={6} />
      </SignInFrame>
    );
  const { name, email, role, totpSecret, qrSvg } = offer.data;
  const codeWrong = submit.problem?.code === 'second_factor_wrong';
  const missing =
    password.length < 12
      ? m.console_invitation_password_missing()
      : code.length < 6
        ? m.console_invitation_code_missing()
        : null;
  return (
    <SignInFrame
      title={m.console_invitation_welcome({ name })}
      lead={m.console_invitation_lead({ email, role: roleWord(role) })}
    >
      <div className="grid gap-6">
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
        <section className="grid gap-3">
          <h2 className="text-15">{m.console_invitation_authenticator()}</h2>
          <p className="prose text-ink-2">{m.console_invitation_authenticator_text()}</p>
          {/* The code stays dark on white in dark mode, too: readers of it expect that. */}
          <img
            className="size-44 rounded-control bg-white p-2"
            alt={m.console_invitation_qr()}
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrSvg)}`}
          />
          <p className="flex flex-wrap items-center gap-2 text-13">
            {m.console_invitation_secret()} <code className="break-all">{totpSecret}</code>{' '}
            <CopyButton text={totpSecret} what={m.console_invitation_secret()} />
          </p>
        </section>
        <Field label={m.console_code()} error={codeWrong ? submit.failure : null}>
          <CodeInput value={code} onChange={setCode} name="code" />
        </Field>
        <Button
          variant="primary"
          wide
          busy={submit.busy}
          busyLabel={m.console_invitation_accepting()}
          unavailable={missing}
          onClick={() => void submit.run()}
        >
          {m.console_invitation_accept()}
        </Button>
      </div>
    </SignInFrame>
  );
}
