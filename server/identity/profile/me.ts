import type { z } from 'zod';
import type { meSchema } from '#common/api/identity';
import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import type { Reader } from '#platform/db';
import { acceptedTerms, findCustomer } from './store.ts';

export type Me = z.input<typeof meSchema>;

/** The signed-in person as the API tells it. */
export async function meOf(q: Reader, id: CustomerId): Promise<Me> {
  const customer = await findCustomer(q, id);
  const terms = await acceptedTerms(q, id);
  invariant(customer !== null && terms !== null, 'who is signed in exists and has accepted terms');
  const { name, email, phone, handle, locale, timeZone, createdAt } = customer;
  const { emailVerified, phoneVerified, hasPaymentPassword, findableBy } = customer;
  return {
    id,
    name,
    email,
    phone,
    handle,
    locale,
    timeZone,
    emailVerified,
    phoneVerified,
    hasPaymentPassword,
    findableBy,
    termsVersion: terms.version,
    termsAcceptedAt: terms.acceptedAt.toString(),
    createdAt: createdAt.toString(),
  };
}
