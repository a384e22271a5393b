import type { WithdrawalId } from '#common/id';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { lockReview, mayDo, saveEnd } from '#risk';
import { forgetReview } from '../review/review-timer.ts';
import type { WalletDeps } from '../deps.ts';
import { lockWithCounters } from './lock.ts';
import { stopped } from './move.ts';
import type { StandingWithdrawal } from './withdrawal.ts';

/** Takes back those of these that wait for their file, or for a look at them, although payouts of their owners are blocked: a freeze keeps what has not left. */
export async function stopBlocked(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  ids: readonly WithdrawalId[],
): Promise<void> {
  for (const it of (await lockWithCounters(tx, deps, ids)).values())
    if (isHere(it) && !(await mayDo(tx, it.customer, 'withdraw'))) {
      await endLook(tx, deps.clock, it);
      await stopped(tx, deps.clock, it);
    }
}

/** It has not left our hands. */
export const isHere = ({ state }: StandingWithdrawal): boolean =>
  state === 'requested' || state === 'in_review';

/** What is taken back nobody need look at any more. Under the row's lock, which whoever decides about it takes first. */
export async function endLook(tx: Tx, clock: Clock, { id, state }: StandingWithdrawal): Promise<void> {
  if (state !== 'in_review') return;
  const review = await lockReview(tx, id);
  invariant(review?.state === 'waiting', `${id} is looked at as long as it is in review`);
  await saveEnd(tx, id, { state: 'cancelled' }, clock.now());
  await forgetReview(tx, id);
}
