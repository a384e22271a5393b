import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { Lost } from '#common/api/access-help';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { OpenAccessRequest } from './OpenAccessRequest.tsx';

export type AccessBy = 'email' | 'phone';

/** First a code to an address of the account: nobody is asked for help in a stranger's name. */
export function AskForAccess({ lost, onBack }: { lost: Lost; onBack: () => void }): ReactElement {
  const [login, setLogin] = useState('');
  const [by, setBy] = useState<AccessBy>(lost === 'phone' ? 'email' : 'phone');
  const [isSent, setSent] = useState(false);
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.requestAccessCode, { body: { login: login.trim(), by } });
      setSent(true);
    }, [by, login]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  if (isSent)
    return <OpenAccessRequest lost={lost} login={login.trim()} by={by} onOther={() => setSent(false)} />;
  return (
    <AuthLayout title={m.customer_access_prove_title()} lead={m.customer_access_prove_lead()}>
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
          label={m.customer_access_by()}
          value={by}
          onChange={setBy}
          options={[
            { value: 'email', label: m.customer_access_by_email() },
            { value: 'phone', label: m.customer_access_by_phone() },
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
          {m.customer_access_send()}
        </Button>
      </form>
      <div className="mt-4">
        <TextLink alone onPress={onBack}>
          {m.customer_access_back()}
        </TextLink>
      </div>
    </AuthLayout>
  );
}
