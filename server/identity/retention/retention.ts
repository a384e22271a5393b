import type { CustomerId } from '#common/id';
import type { Tx } from '#platform/db';

/** What is kept of a closed account for a time of its own. Payments and their journal stay, under ids. */
export const RETAINED = [
  'security_events',
  'messages',
  'conversations',
  'addresses',
  'closure_record',
  'screening',
  'screening_confirmed',
] as const;
export type Retained = (typeof RETAINED)[number];
export type RetentionRule = { readonly what: Retained; readonly days: number; readonly ground: string };

/** Erases one sort of data of one person. Each room erases its own. */
export type Eraser = (tx: Tx, customer: CustomerId) => Promise<void>;
/** What rooms hand in that this one must not know. */
export type HandedErasers = Readonly<Record<'messages' | 'bankAccounts', Eraser>>;

/** In the place of a name that is erased. */
export const NOBODY = 'Closed account';
/** A number of no country, in the place of a phone. */
const NO_PHONE = '+1000000';

/** What stands where name and addresses were. `.invalid` is nobody's domain for ever (RFC 2606). */
export const standInFor = (customer: CustomerId): { name: string; email: string; phone: string } => ({
  name: NOBODY,
  email: `${customer.toLowerCase()}@erased.invalid`,
  phone: NO_PHONE,
});
