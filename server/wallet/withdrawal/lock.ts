import { WITHDRAWAL_STATES, type WithdrawalState } from '#common/api/entry-kinds';
import type { WithdrawalId } from '#common/id';
import { invariant } from '#common/result';
import { findOperation } from '#operations';
import type { Tx } from '#platform/db';
import { lockLimits } from '#risk';
import type { WalletDeps } from '../deps.ts';
import * as store from './store.ts';
import type { StandingWithdrawal } from './withdrawal.ts';

const isState = (text: string): text is WithdrawalState => WITHDRAWAL_STATES.some((state) => state === text);

/** Those of these that are there, with their states, which nobody else moves while their rows are locked. */
export async function lockStanding(
  tx: Tx,
  ids: readonly WithdrawalId[],
): Promise<Map<WithdrawalId, StandingWithdrawal>> {
  const locked = new Map<WithdrawalId, StandingWithdrawal>();
  for (const row of await store.lockRows(tx, ids)) {
    // Read after the lock: another may have moved it while we waited.
    const operation = await findOperation(tx, row.id);
    invariant(operation !== null && isState(operation.state), `${row.id} has a record of its own kind`);
    locked.set(row.id, { ...row, state: operation.state, since: operation.since });
  }
  return locked;
}

/**
 * The same together with the counters of their owners, which come first as at a confirmation: two roads that give back and take at once never
 * wait for each other in a circle.
 */
export async function lockWithCounters(
  tx: Tx,
  { clock, limits }: Pick<WalletDeps, 'clock' | 'limits'>,
  ids: readonly WithdrawalId[],
): Promise<Map<WithdrawalId, StandingWithdrawal>> {
  for (const customer of await store.ownersOf(tx, ids))
    await lockLimits(tx, clock, limits, { customer, capability: 'withdraw' });
  return lockStanding(tx, ids);
}
