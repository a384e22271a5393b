import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { safeNext } from '../app/safe-next.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';

const LENGTH = 6;

/** Sets or replaces the six digits, proved by the sign-in password: whoever forgot them needs nobody's help. */
export function PaymentPassword(): ReactElement {
  const { next } = useSearch({ strict: false });
  const { data: me } = useQuery(meQuery);
  const [digits, setDigits] = useState('');
  const [again, setAgain] = useState('');
  const [password, setPassword] = useState('');
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const title = me?.hasPaymentPassword
    ? m.customer_payment_password_change()
    : m.customer_todo_payment_password();
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  const submit = useSubmit(
    useCallback(async () => {
      queries.setQueryData(
        meQuery.queryKey,
        await call(api.setPaymentPassword, { body: { password, paymentPassword: digits } }),
      );
      toast(m.customer_payment_password_saved());
      router.history.push(next ? safeNext(next) : '/me');
    }, [digits, password, next, queries, router, toast]),
  );
  const weak = submit.problem?.code === 'payment_password_weak';
  const differ = again.length === LENGTH && again !== digits;
  const missing =
    digits.length < LENGTH
      ? m.customer_payment_password_choose()
      : again.length < LENGTH
        ? m.customer_payment_password_repeat()
        : differ
          ? m.customer_payment_password_differ()
          : password === ''
            ? m.customer_payment_password_prove()
            : null;
  return (
    <PageColumn
      tight
      bar={<AppBar title={title} back={<Link to="/me" />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_saving()}
            unavailable={missing}
            onClick={() => void submit.run()}
          >
            {m.customer_payment_password_save()}
          </Button>
        </Dock>
      }
    >
      <p className="prose text-ink-2">{m.customer_payment_password_about()}</p>
      <Field
        label={m.customer_payment_password_new()}
        hint={m.customer_payment_password_hint()}
        error={weak ? submit.failure : null}
      >
        <CodeInput
          value={digits}
          onChange={(value) => {
            setDigits(value);
            submit.clear();
          }}
          masked
          length={LENGTH}
          name="payment-password"
        />
      </Field>
      <Field
        label={m.customer_payment_password_again()}
        error={differ ? m.customer_payment_password_differ() : null}
      >
        <CodeInput value={again} onChange={setAgain} masked length={LENGTH} name="payment-password-again" />
      </Field>
      <Field
        label={m.customer_sign_in_password()}
        hint={m.customer_sign_in_password_why()}
        error={weak ? null : submit.failure}
      >
        <PasswordInput
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          name="password"
        />
      </Field>
    </PageColumn>
  );
}
