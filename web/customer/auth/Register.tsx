import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { ReasonCode } from '#common/reasons';
import { TERMS_VERSION } from '#common/terms';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Rich } from '#ui/Rich.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { NewPassword } from './NewPassword.tsx';

/** Which field a refusal belongs to; the rest is told above the button. */
const FIELD_OF: Partial<Record<ReasonCode, keyof Form>> = {
  name_not_usable: 'name',
  email_not_usable: 'email',
  phone_not_usable: 'phone',
  handle_taken: 'handle',
  handle_not_usable: 'handle',
  password_too_short: 'password',
  password_too_long: 'password',
  password_common: 'password',
  password_personal: 'password',
};
type Form = { name: string; email: string; phone: string; handle: string; password: string };

/** A date stays on its line: word joiners around its hyphens. */
const unbroken = (date: string): string => date.replaceAll('-', '\u2060-\u2060');

/** Opens an account and signs in at once, so that mail and phone can be confirmed next. */
export function Register(): ReactElement {
  const [form, setForm] = useState<Form>({ name: '', email: '', phone: '', handle: '', password: '' });
  const [accepted, setAccepted] = useState(false);
  const locale = useLocale();
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      const handle = form.handle.trim().replace(/^@/, '');
      await call(api.register, {
        body: { ...form, handle: handle === '' ? null : handle, termsVersion: TERMS_VERSION, locale },
      });
      queries.clear();
      try {
        queries.setQueryData(
          meQuery.queryKey,
          await call(api.signIn, { body: { login: form.email.trim(), password: form.password } }),
        );
        router.history.push('/verify');
      } catch {
        // It may only be too busy from here. Or the address belongs to an account with another password: its owner has a mail; nobody
        // else learns it here. So the page says the same either way, and a new try tells its own reason.
        router.history.push('/sign-in?registered=1');
      }
    }, [form, locale, queries, router]),
  );
  const errorField = submit.problem ? FIELD_OF[submit.problem.code] : undefined;
  const errorOf = (field: keyof Form): string | null => (errorField === field ? submit.failure : null);
  const set = (field: keyof Form) => (event: { target: { value: string } }) =>
    setForm((before) => ({ ...before, [field]: event.target.value }));
  const incomplete = !form.name.trim() || !form.email.trim() || !form.phone.trim() || !form.password;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <AuthLayout title={m.customer_register_title()} lead={m.customer_register_lead()}>
      <form onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.customer_name()} hint={m.customer_name_hint()} error={errorOf('name')}>
          <TextInput value={form.name} onChange={set('name')} autoComplete="name" name="name" />
        </Field>
        <Field label={m.customer_email()} error={errorOf('email')}>
          <TextInput
            value={form.email}
            onChange={set('email')}
            type="email"
            autoComplete="email"
            name="email"
            spellCheck={false}
          />
        </Field>
        <Field label={m.customer_phone()} hint={m.customer_phone_hint()} error={errorOf('phone')}>
          <TextInput value={form.phone} onChange={set('phone')} type="tel" autoComplete="tel" name="phone" />
        </Field>
        <Field label={m.customer_handle()} hint={m.customer_handle_hint()} error={errorOf('handle')} optional>
          <TextInput
            value={form.handle}
            onChange={set('handle')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            name="handle"
            icon={<span className="text-ink-3">@</span>}
          />
        </Field>
        <NewPassword
          value={form.password}
          onChange={(password) => setForm((before) => ({ ...before, password }))}
          context={[form.name, form.email, form.phone, form.handle]}
          error={errorOf('password')}
        />
        <Checkbox checked={accepted} onChange={setAccepted} name="terms">
          <Rich
            parts={m.customer_register_accept.parts({ version: unbroken(TERMS_VERSION) })}
            tags={{
              terms: (text) => (
                <TextLink href="/terms" target="_blank" rel="noopener">
                  {text}
                </TextLink>
              ),
              privacy: (text) => (
                <TextLink href="/privacy" target="_blank" rel="noopener">
                  {text}
                </TextLink>
              ),
            }}
          />
        </Checkbox>
        {submit.failure && !errorField ? <Banner tone="danger">{submit.failure}</Banner> : null}
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_register_busy()}
          unavailable={
            incomplete ? m.customer_register_missing() : accepted ? null : m.customer_register_not_accepted()
          }
        >
          {m.customer_register_button()}
        </Button>
      </form>
      <p className="prose mt-6 text-ink-2">
        {m.customer_register_have_account()}{' '}
        <TextLink render={<Link to="/sign-in" />}>{m.customer_sign_in_button()}</TextLink>
      </p>
    </AuthLayout>
  );
}
