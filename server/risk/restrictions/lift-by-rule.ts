import type { RestrictionReason } from '#common/api/restriction';
import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { lift } from './restrict.ts';
import { liftsItself } from './restriction.ts';
import { restrictionsInForce } from './store.ts';

/**
 * Lifts what a rule imposed for this reason, now that its cause is gone: the room that sees the cause says so, in the transaction in which it
 * went. What people imposed is lifted by people.
 */
export async function liftByRule(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  reason: RestrictionReason,
): Promise<void> {
  for (const restriction of await restrictionsInForce(tx, customer)) {
    if (restriction.reason !== reason || !liftsItself(restriction)) continue;
    const lifted = await lift(tx, clock, restriction.id, { by: `rule:${reason}`, proposal: null });
    // Whoever was faster lifted the same.
    invariant(lifted.ok || lifted.error.code === 'restriction_over', `${restriction.id} is lifted`);
  }
}
