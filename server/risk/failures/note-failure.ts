import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { Capability } from '../capabilities/capability.ts';
import { restrict } from '../restrictions/restrict.ts';
import * as store from './store.ts';

/** What can fail while a payment is confirmed. */
export type Failing = 'payment_password' | 'payment_factor';
/** From how many on, within how long, and what is blocked then. */
export type FailureRule = {
  readonly failures: number;
  readonly windowHours: number;
  readonly blocks: readonly Capability[];
};
const IMPOSER = 'rule:failures';

/**
 * Notes that somebody who is signed in could not confirm a payment. Pauses between tries are counted elsewhere and forget after a day; this
 * looks at a longer time, and no success in between forgets it: whoever guesses may be in the account beside its owner.
 */
export async function noteFailure(
  tx: Tx,
  clock: Clock,
  { customer, what }: { readonly customer: CustomerId; readonly what: Failing },
): Promise<void> {
  const now = clock.now();
  await store.lockFailures(tx, customer);
  await store.insertFailure(tx, customer, what, now);
  const rule = await store.failureRule(tx, what, now);
  if (!rule) return;
  const { failures, windowHours, blocks } = rule;
  const count = await store.failuresSince(tx, customer, what, now.subtract({ hours: windowHours }));
  if (count < failures) return;
  // Refused is only what stands already.
  await restrict(tx, clock, {
    customer,
    kind: 'limited',
    reason: 'too_many_failures',
    capabilities: blocks,
    note: `${what}: ${count} failures within ${windowHours} hours`,
    by: IMPOSER,
  });
}
