import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { CUSTOMER_PASSWORD_MIN, decidePassword, type PasswordRefusal } from '../password/rules.ts';
import { parseEmail } from '../profile/email.ts';
import { type Handle, parseHandle } from '../profile/handle.ts';
import { parseName } from '../profile/name.ts';
import { parsePhone } from '../profile/phone.ts';
import type { Registration, RegistrationForm } from './registration.ts';

export type RegistrationRefusal =
  | Refusal<
      'name_not_usable' | 'email_not_usable' | 'phone_not_usable' | 'handle_not_usable' | 'terms_outdated'
    >
  | PasswordRefusal;

/** Reads the form and says what is wrong with it, in the order of its fields. Nothing here depends on who is registered already. */
export function decideRegistration(
  form: RegistrationForm,
  facts: { termsVersion: string },
): Result<Registration, RegistrationRefusal> {
  const name = parseName(form.name);
  if (!name.ok) return name;
  const email = parseEmail(form.email);
  if (!email.ok) return email;
  const phone = parsePhone(form.phone, form.locale);
  if (!phone.ok) return phone;
  const handle = readOptionalHandle(form.handle);
  if (!handle.ok) return handle;
  const context = [name.value, email.value.written, phone.value, handle.value?.name ?? ''];
  const password = decidePassword(form.password, { min: CUSTOMER_PASSWORD_MIN, context });
  if (!password.ok) return password;
  if (form.termsVersion !== facts.termsVersion)
    return err({ code: 'terms_outdated', version: facts.termsVersion });
  return ok({
    name: name.value,
    email: email.value,
    phone: phone.value,
    handle: handle.value,
    password: form.password,
    termsVersion: form.termsVersion,
    locale: form.locale,
  });
}

/** An empty field means: no account name. */
export function readOptionalHandle(
  typed: string | null | undefined,
): Result<Handle | null, Refusal<'handle_not_usable'>> {
  return typed === null || typed === undefined || typed.trim() === '' ? ok(null) : parseHandle(typed);
}
