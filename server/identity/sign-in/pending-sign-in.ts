import type { CustomerId } from '#common/id';
import type { Clock, Temporal } from '#platform/clock';
import { isTokenShaped, randomToken, sha256 } from '#platform/crypto';
import type { Reader, Tx } from '#platform/db';
import { PENDING_MINUTES } from './sign-in.ts';
import * as store from './store.ts';

/** A sign-in whose password was right. The browser holds the token for ten minutes; it opens nothing but the second step. */
export type PendingSignIn = { readonly token: string; readonly expiresAt: Temporal.Instant };
export type FoundPending = { readonly customer: CustomerId; readonly expiresAt: Temporal.Instant };

export async function keepPending(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { afterReset }: { afterReset: boolean },
): Promise<PendingSignIn> {
  const token = randomToken();
  const now = clock.now();
  const expiresAt = now.add({ minutes: PENDING_MINUTES });
  await store.insertPending(tx, { tokenHash: sha256(token), customer, afterReset, now, expiresAt });
  return { token, expiresAt };
}

export async function findPending(
  q: Reader,
  clock: Clock,
  token: string | null,
): Promise<FoundPending | null> {
  return token !== null && isTokenShaped(token) ? store.findPending(q, sha256(token), clock.now()) : null;
}

/** Ends the wait; of any number of answers at once one gets it. */
export const takePending = (
  tx: Tx,
  clock: Clock,
  token: string,
): Promise<{ customer: CustomerId; afterReset: boolean } | null> =>
  store.takePending(tx, sha256(token), clock.now());
