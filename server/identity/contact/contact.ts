import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { ok, type Result } from '#common/result';
import { parseEmail } from '../profile/email.ts';
import { parsePhone } from '../profile/phone.ts';
import type { Purpose } from '../verification/proof.ts';

export type ContactKind = Purpose;
/** An address as its owner writes it, and folded so that two spellings of one are the same. */
export type Written = { readonly written: string; readonly address: string };
export type ContactRefusal = Refusal<'email_not_usable' | 'phone_not_usable'>;

/**
 * Days in which an address that was given up can be proven by nobody else. Source: our choice; a month is what a stolen account takes
 * to be noticed and cleared up, and what a number that was returned rests before it is given out again.
 */
export const FORMER_DAYS = 30;

/** Reads a new address by the rules of registration. */
export function readContact(
  kind: ContactKind,
  typed: string,
  locale: Locale,
): Result<Written, ContactRefusal> {
  if (kind === 'email') {
    const email = parseEmail(typed);
    return email.ok ? ok({ written: email.value.written, address: email.value.key }) : email;
  }
  const phone = parsePhone(typed, locale);
  return phone.ok ? ok({ written: phone.value, address: phone.value }) : phone;
}
