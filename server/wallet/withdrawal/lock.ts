import type { WithdrawalId } from '#common/id';
import type { Tx } from '#platform/db';
import { lockLimits } from '#risk';
import type { WalletDeps } from '../deps.ts';
import * as store from './store.ts';
import type { StandingWithdrawal } from './withdrawal.ts';

/**
 * Locks withdrawals together with the counters of their owners, which come first as at a confirmation: two roads that give back and take
 * at once never wait for each other in a circle.
 */
export async function lockWithCounters(
  tx: Tx,
  { clock, limits }: Pick<WalletDeps, 'clock' | 'limits'>,
  ids: readonly WithdrawalId[],
): Promise<Map<WithdrawalId, StandingWithdrawal>> {
  for (const customer of await store.ownersOf(tx, ids))
    await lockLimits(tx, clock, limits, { customer, capability: 'withdraw' });
  return store.lockWithdrawals(tx, ids);
}
