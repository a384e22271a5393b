import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { closingApi, type ClosureRecord as Paper } from '#common/api/closing';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from '../auth/AuthLayout.tsx';
import { ShownRecord } from './ShownRecord.tsx';

/** For who has no account any more: the signed record, by the old mail address and a code. Nothing tells whether there was an account. */
export function ClosureRecord(): ReactElement {
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const [code, setCode] = useState('');
  const [record, setRecord] = useState<Paper | null>(null);
  const ask = useSubmit(
    useCallback(async () => {
      await call(closingApi.requestClosureCode, { body: { email: email.trim() } });
      setSent(true);
    }, [email]),
  );
  const show = useSubmit(
    useCallback(async () => {
      setRecord(await call(closingApi.takeClosureRecord, { body: { email: email.trim(), code } }));
    }, [code, email]),
  );
  if (record) return <ShownRecord record={record} />;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void (isSent ? show : ask).run();
  };
  return (
    <AuthLayout
      title={m.customer_record_title()}
      lead={isSent ? m.customer_record_sent({ email: email.trim() }) : m.customer_record_lead()}
    >
      <form onSubmit={send} className="grid gap-5" noValidate>
        {isSent ? (
          <Field label={m.customer_record_code()} error={show.failure}>
            <CodeInput value={code} onChange={setCode} />
          </Field>
        ) : (
          <Field label={m.customer_record_email()} error={ask.failure}>
            <TextInput
              type="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              autoComplete="email"
            />
          </Field>
        )}
        <Button
          variant="primary"
          wide
          type="submit"
          busy={isSent ? show.busy : ask.busy}
          unavailable={
            isSent
              ? code === ''
                ? m.customer_record_show_missing()
                : null
              : email.trim() === ''
                ? m.customer_record_send_missing()
                : null
          }
        >
          {isSent ? m.customer_record_show() : m.customer_record_send()}
        </Button>
      </form>
    </AuthLayout>
  );
}
