import { DEFAULT_LOCALE, type Locale } from '#common/locale';
import type { Reader } from '#platform/db';
import type { Customer } from './customer.ts';
import { parseEmail } from './email.ts';
import { readHandle } from './handle.ts';
import { parsePhone } from './phone.ts';
import { type Address, findFindable } from './store.ts';

/**
 * What somebody typed to name an account: a mail address, a phone number or an account name. A number without country code is
 * read as one of the reader's own country, where that is known.
 */
export function readAddress(typed: string, locale: Locale): Address | null {
  const text = typed.normalize('NFKC').trim();
  if (text.indexOf('@') > 0) {
    const email = parseEmail(text);
    return email.ok ? { kind: 'email', key: email.value.key } : null;
  }
  const handle = readHandle(text);
  if (handle) return { kind: 'handle', key: handle.name };
  const phone = parsePhone(text, locale);
  return phone.ok ? { kind: 'phone', key: phone.value } : null;
}

/**
 * The person behind an exact address. Null for nobody, for who is not verified yet (anybody can claim an address) and for who
 * does not want to be found by it: the three must not be told apart.
 */
export async function findPayeeByAddress(
  q: Reader,
  text: string,
  { locale = DEFAULT_LOCALE }: { locale?: Locale } = {},
): Promise<Customer | null> {
  const address = readAddress(text, locale);
  return address ? findFindable(q, address) : null;
}
