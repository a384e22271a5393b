import type { CustomerId } from '#common/id';
import { BASE_TIER, type Tier } from '#common/tier';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import * as store from './store.ts';

export const tierOf = async (read: Reader, customer: CustomerId): Promise<Tier> =>
  (await store.findTier(read, customer)) ?? BASE_TIER;

/** What identity has found out, in its transaction: payments decided after the commit have the limits of this tier. */
export const setTier = (
  tx: Tx,
  clock: Clock,
  { customer, tier }: { customer: CustomerId; tier: Tier },
): Promise<void> => store.saveTier(tx, { customer, tier, since: clock.now() });
