import { type Customer, readAddress } from '#identity';
import type { Address } from './pickup.ts';

/** The addresses that somebody has proven. */
export function ownAddresses({ email, phone, emailVerified, phoneVerified, locale }: Customer): Address[] {
  const proven = [...(emailVerified ? [email] : []), ...(phoneVerified ? [phone] : [])];
  return proven.flatMap((text) => {
    const read = readAddress(text, locale);
    return read && read.kind !== 'handle' ? [{ kind: read.kind, key: read.key }] : [];
  });
}
