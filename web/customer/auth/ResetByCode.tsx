import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { NewPassword } from './NewPassword.tsx';
import { NothingCame } from './NothingCame.tsx';
import { isOfPassword, ResetDone, useAfterReset } from './ResetDone.tsx';

const CODE_LENGTH = 6;

/** The code from the phone and the new password, on one page. */
export function ResetByCode({ login, onOther }: { login: string; onOther: () => void }): ReactElement {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const { isDone, after } = useAfterReset();
  const submit = useSubmit(
    useCallback(async () => {
      await after(await call(api.resetByCode, { body: { login, code, password } }));
    }, [after, code, login, password]),
  );
  if (isDone) return <ResetDone />;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const ofPassword = isOfPassword(submit.problem?.code);
  const missing =
    code.length < CODE_LENGTH
      ? m.customer_factor_code_missing()
      : password === ''
        ? m.customer_forgot_save_missing()
        : null;
  return (
    <AuthLayout
      title={m.customer_forgot_sent_phone_title()}
      lead={m.customer_forgot_sent_phone_lead({ login })}
    >
      <form onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.customer_forgot_code()} error={ofPassword ? null : submit.failure}>
          <CodeInput value={code} onChange={setCode} name="code" />
        </Field>
        <NewPassword
          label={m.customer_new_password()}
          value={password}
          onChange={setPassword}
          context={[login]}
          error={ofPassword ? submit.failure : null}
        />
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_saving()}
          unavailable={missing}
        >
          {m.customer_forgot_save()}
        </Button>
      </form>
      <NothingCame by="phone" onOther={onOther} />
    </AuthLayout>
  );
}
