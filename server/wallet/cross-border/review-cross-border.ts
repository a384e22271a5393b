import type { CrossBorderId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { balanceOf, lockAccounts, openAccount } from '#ledger';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import {
  type LimitFacts,
  type ListedPayee,
  lockReview,
  openReview,
  reviewDue,
  type ReviewEnd,
  saveEnd,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import { forgetReview, watchReview } from '../review/review-timer.ts';
import { bankDays } from '../withdrawal/bank-days.ts';
import { arrivalOf } from './arrival.ts';
import type { CrossBorder, StandingCrossBorder } from './cross-border.ts';
import { lockCrossBorder } from './lock.ts';
import { notSent, released } from './move.ts';
import { scheduleSend } from './send-message.ts';
import { blockAbroad } from './standing-of.ts';
import * as store from './store.ts';
import { historyOf, roadInto } from './tariff-store.ts';

type Held = Pick<CrossBorder, 'id' | 'customer' | 'converted' | 'usage'> & {
  /** A name on a list is decided about by two, whatever the sum. */
  readonly listed: readonly ListedPayee[] | null;
};

/** Puts a transfer into the queue, whose money is held already. Answers by when somebody has looked. */
export async function holdForReview(
  tx: Tx,
  clock: Clock,
  { id, customer, converted: amount, usage, listed }: Held,
  { rates }: Pick<LimitFacts, 'rates'>,
): Promise<Temporal.Instant> {
  const dueAt = await reviewDue(tx, clock);
  const { counted, day: countedDay } = usage;
  const held = { operation: id, payer: customer, payee: null, amount, counted, countedDay, dueAt, rates };
  await openReview(tx, clock, { ...held, listed });
  await watchReview(tx, id, dueAt);
  return dueAt;
}

export const waitToGo = scheduleSend;

/** The row of one that is to be decided about, after its owner's counter, as on every other road. */
export const lockHeldCrossBorder = (
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  id: CrossBorderId,
): Promise<StandingCrossBorder | null> => lockCrossBorder(tx, deps, id);

/** Ends it: the money goes at the next hour, or is free again with its owner. The caller holds the locks of row and review. */
export async function endHeldCrossBorder(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  { state }: ReviewEnd,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  invariant(it.state === 'in_review' && it.inReview, `${it.id} is in review`);
  if (state === 'released') return release(tx, clock, it);
  invariant(state === 'refused' || state === 'expired', `its owner takes ${it.id} back on another road`);
  await notSent(tx, clock, it, state);
  return ok(undefined);
}

async function release(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  if (!(await mayGo(tx, clock, it))) return err({ code: 'review_blocked' });
  const going = { ...it, inReview: false, ...(await nextHour(tx, clock, it)) };
  await store.saveLookedAt(tx, going);
  await scheduleSend(tx, going);
  await released(tx, clock, going);
  return ok(undefined);
}

/** Asked under the lock that a freeze takes: nothing leaves a frozen account, also not what was held before. */
async function mayGo(
  tx: Tx,
  clock: Clock,
  { customer, converted: { currency } }: CrossBorder,
): Promise<boolean> {
  const wallet = await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency });
  await lockAccounts(tx, [wallet]);
  const { flags } = await balanceOf(tx, wallet);
  if (flags.frozenOut || flags.closed) return false;
  return (await blockAbroad(tx, customer)) === null;
}

type Times = Pick<CrossBorder, 'goesAt' | 'arrivesFrom' | 'arrivesBy'>;
/** What was promised, or where its hour has gone meanwhile the next one and another promise. */
async function nextHour(tx: Tx, clock: Clock, it: CrossBorder): Promise<Times> {
  const { goesAt, arrivesFrom, arrivesBy, get, country } = it;
  const now = clock.now();
  if (Temporal.Instant.compare(now, goesAt) < 0) return { goesAt, arrivesFrom, arrivesBy };
  const road = await roadInto(tx, get.currency, now);
  invariant(road !== null, `there is a road into ${get.currency}`);
  const history = await historyOf(tx, { country, currency: get.currency }, now);
  return arrivalOf(now, road, await bankDays(road.calendar), history);
}

/** What is taken back nobody need look at any more. Under the row's lock, which whoever decides about it takes first. */
export async function endLook(tx: Tx, clock: Clock, { id, state }: StandingCrossBorder): Promise<void> {
  if (state !== 'in_review') return;
  const review = await lockReview(tx, id);
  invariant(review?.state === 'waiting', `${id} is looked at as long as it is in review`);
  await saveEnd(tx, id, { state: 'cancelled' }, clock.now());
  await forgetReview(tx, id);
}
