import type { WithdrawalId } from '#common/id';
import type { Tx } from '#platform/db';
import { mayDo } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { lockWithCounters } from './lock.ts';
import { stopped } from './move.ts';

/** Takes back those of these that wait for their file although payouts of their owners are blocked: a freeze keeps what has not left. */
export async function stopBlocked(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  ids: readonly WithdrawalId[],
): Promise<void> {
  for (const it of (await lockWithCounters(tx, deps, ids)).values())
    if (it.state === 'requested' && !(await mayDo(tx, it.customer, 'withdraw')))
      await stopped(tx, deps.clock, it);
}
