import type { CustomerId } from '#common/id';
import type { Money } from '#common/money';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { convertUp, type RateTable } from '../rates/convert.ts';
import type { ListedPayee, ReviewedId } from './review.ts';
import { findReviewRule, insertReview } from './store.ts';

type Held = {
  readonly operation: ReviewedId;
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly amount: Money;
  readonly counted: Money;
  readonly countedDay: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
  readonly rates: RateTable;
  /** A name is on a list: two decide whatever the sum is. */
  readonly listed?: readonly ListedPayee[] | null;
};

/** By when somebody has looked at what is held now. */
export async function reviewDue(tx: Tx, clock: Clock): Promise<Temporal.Instant> {
  const now = clock.now();
  const { dueHours } = await findReviewRule(tx, now);
  return now.add({ hours: dueHours }).round('millisecond');
}

/** Puts a payment, a top-up or a withdrawal into the queue; the money is held already. */
export async function openReview(
  tx: Tx,
  clock: Clock,
  { rates, listed = null, ...held }: Held,
): Promise<void> {
  const since = clock.now();
  const { twoAboveMinor, currency } = await findReviewRule(tx, since);
  const needsTwo = listed !== null || convertUp(held.amount, currency, rates).minor > twoAboveMinor;
  await insertReview(tx, { ...held, needsTwo, listed, since });
}
