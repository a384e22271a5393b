import type { TransferId } from '#common/id';
import type { Locale } from '#common/locale';
import { customerById } from '#identity';
import type { Temporal } from '#platform/clock';
import { randomToken, sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import * as store from './store.ts';

export type PickupLink = {
  readonly to: string;
  readonly by: 'mail' | 'sms';
  readonly token: string;
  /** Of the sender: nothing is known of the reader. */
  readonly locale: Locale;
  readonly until: Temporal.Instant;
};

/**
 * Makes the link that is about to be sent; only its hash is kept, and an earlier one is worthless from now on. Null when there is nothing
 * to pick up any more.
 */
export async function takePickupLink(tx: Tx, id: TransferId): Promise<PickupLink | null> {
  const pickup = await store.lockPickup(tx, id);
  if (pickup?.state !== 'waiting' || pickup.address === null) return null;
  const payer = await customerById(tx, pickup.payer);
  const token = randomToken();
  await store.saveTokenHash(tx, id, sha256(token));
  return {
    to: pickup.address,
    by: pickup.addressKind === 'email' ? 'mail' : 'sms',
    token,
    locale: payer?.locale ?? 'en',
    until: pickup.expiresAt,
  };
}
