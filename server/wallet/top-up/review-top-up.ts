import { add, type Money, subtract, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { type Leg, lockAccounts, postIn } from '#ledger';
import { moveOperation, type Step } from '#operations';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import { openReview, ratesAt, releaseUsage, reviewDue, type ReviewEnd } from '#risk';
import { takeAwayWithTopUp } from '../kept-card/settle-keeping.ts';
import { watchReview } from '../review/review-timer.ts';
import { divideChargeback } from './decide.ts';
import { accountsFor, holdId, legId, pastAFreeze, releaseId, settleMoney } from './settle.ts';
import * as store from './store.ts';
import type { StandingTopUp, TopUp } from './top-up.ts';
import { REFUND_JOB, refundKey, RELEASE_JOB, releaseKey, REFUND_HOURS } from './work.ts';

const okpay = { kind: 'okpay' } as const;

/** What of a top-up has come and is still here: amount and fee, without what the bank has taken back. */
export const leftOf = ({ amount, fee, chargedBack }: TopUp): Money => subtract(add(amount, fee), chargedBack);

/**
 * Credits a top-up that a rule wants looked at, and holds all of it. The card is charged by then: with the customer there the bank could
 * ask who pays, which nobody can make up for a day later. Answers by when somebody has looked.
 */
export async function holdForReview(
  tx: Tx,
  clock: Clock,
  topUp: StandingTopUp,
): Promise<{ held: Money; dueAt: Temporal.Instant }> {
  const held = await settleMoney(tx, clock, topUp);
  const dueAt = await reviewDue(tx, clock);
  await openReview(tx, clock, {
    operation: topUp.id,
    payer: topUp.customer,
    payee: null,
    amount: topUp.amount,
    counted: topUp.usage.counted,
    countedDay: topUp.usage.day,
    dueAt,
    rates: await ratesAt(tx, clock.now()),
  });
  await watchReview(tx, topUp.id, dueAt);
  return { held, dueAt };
}

/** Ends it: the money is spendable as the quote told, or goes back to the card. The caller holds the locks of top-up and review. */
export async function endHeldTopUp(
  tx: Tx,
  clock: Clock,
  topUp: StandingTopUp,
  { state }: ReviewEnd,
): Promise<void> {
  invariant(topUp.state === 'in_review' && topUp.held.minor > 0n, `${topUp.id} is held`);
  if (state === 'released') return release(tx, clock, topUp);
  invariant(state === 'refused' || state === 'expired', `nobody takes ${topUp.id} back`);
  return giveToCard(tx, clock, topUp, state);
}

type Moved = Parameters<typeof moveOperation<'top_up'>>[2];

async function move(
  tx: Tx,
  clock: Clock,
  { id, customer }: TopUp,
  state: string,
  telling: Omit<Moved, 'id' | 'kind' | 'from'>,
): Promise<void> {
  const moved = await moveOperation(tx, clock, { id, kind: 'top_up', from: 'in_review', ...telling });
  invariant(moved, `${id} is in review, under its lock`);
  await publish(tx, clock, { type: 'top_up.changed', topUpId: id, customerId: customer, state });
}

const voidOf = (topUp: TopUp): Leg => ({
  kind: 'void',
  id: releaseId(topUp, topUp.holdNumber),
  hold: holdId(topUp, topUp.holdNumber),
  code: 'funding_hold',
});

/** What the quote told to be delayed stays held until its time, under a hold of the next number. */
async function release(tx: Tx, clock: Clock, topUp: StandingTopUp): Promise<void> {
  const accounts = await accountsFor(tx, clock, topUp);
  const delayed = stillDelayed(topUp, clock);
  const number = topUp.holdNumber + 1;
  const heldAnew: Leg = {
    kind: 'hold',
    id: holdId(topUp, number),
    code: 'funding_hold',
    debit: accounts.wallet,
    credit: accounts.reserve,
    amount: delayed,
    expiresAt: null,
  };
  const isDelayed = delayed.minor > 0n;
  await post(tx, clock, topUp, [voidOf(topUp), ...(isDelayed ? [heldAnew] : [])]);
  await store.saveHeld(tx, topUp.id, { held: delayed, holdNumber: isDelayed ? number : topUp.holdNumber });
  const steps: Step[] = [
    { kind: 'top_up_released', tone: 'good', actor: okpay, facts: { amount: toWire(topUp.held) } },
  ];
  if (!isDelayed || topUp.delayedUntil === null)
    return move(tx, clock, topUp, 'settled', { event: 'release', steps });
  const until = topUp.delayedUntil.toString();
  const facts = { amount: toWire(delayed), until };
  await move(tx, clock, topUp, 'settled', {
    event: 'release',
    reason: { code: 'top_up_partly_delayed', delayed, availableAt: until },
    waiting: { nextActor: 'okpay', dueAt: topUp.delayedUntil },
    steps: [...steps, { kind: 'funds_delayed', tone: 'wait', actor: okpay, facts }],
  });
  const payload = { id: topUp.id };
  await schedule(tx, { at: topUp.delayedUntil, job: RELEASE_JOB, payload, key: releaseKey(topUp.id) });
}

function stillDelayed({ amount, atOnce, held, delayedUntil }: TopUp, clock: Clock): Money {
  if (delayedUntil === null || Temporal.Instant.compare(clock.now(), delayedUntil) >= 0)
    return zero(held.currency);
  const delayed = subtract(amount, atOnce);
  return delayed.minor < held.minor ? delayed : held;
}

/**
 * All that is left of it leaves the wallet at once, the fee too, and the acquirer is told until it has taken it. A freeze does not stop
 * it: the money goes where it came from.
 */
async function giveToCard(
  tx: Tx,
  clock: Clock,
  topUp: StandingTopUp,
  state: 'refused' | 'expired',
): Promise<void> {
  const total = leftOf(topUp);
  const { fromCustomer, fromFee } = divideChargeback(topUp, total);
  invariant(fromCustomer.minor === topUp.held.minor, `what ${topUp.id} holds is all that is left of it`);
  // What came to nothing counts against no limit, and makes nobody known. Counters before accounts, as every payment takes them.
  if (await store.markFailed(tx, topUp.id, clock.now())) await releaseUsage(tx, topUp.usage);
  const back = (part: 'credit' | 'fee', amount: Money): Leg => ({
    kind: 'reversal',
    id: legId(topUp, `${part}_back`),
    original: legId(topUp, part),
    amount,
    code: 'refund',
  });
  const legs = [voidOf(topUp), back('credit', fromCustomer)];
  await post(tx, clock, topUp, fromFee.minor > 0n ? [...legs, back('fee', fromFee)] : legs);
  await store.saveHeld(tx, topUp.id, { held: zero(total.currency), holdNumber: topUp.holdNumber });
  await takeAwayWithTopUp(tx, clock, topUp.id);
  const isRefused = state === 'refused';
  const now = clock.now();
  await move(tx, clock, topUp, 'refunding', {
    event: isRefused ? 'refuse' : 'expire',
    reason: { code: isRefused ? 'top_up_refused_after_review' : 'top_up_review_expired', total },
    waiting: { nextActor: 'okpay', dueAt: now.add({ hours: REFUND_HOURS }) },
    steps: [
      {
        kind: isRefused ? 'top_up_refused_after_review' : 'top_up_review_expired',
        tone: isRefused ? 'bad' : 'neutral',
        actor: okpay,
        facts: { total: toWire(total) },
      },
    ],
  });
  await schedule(tx, {
    at: now,
    job: REFUND_JOB,
    payload: { id: topUp.id, tries: 0 },
    key: refundKey(topUp.id),
  });
}

async function post(tx: Tx, clock: Clock, topUp: TopUp, legs: readonly Leg[]): Promise<void> {
  const accounts = await accountsFor(tx, clock, topUp);
  await lockAccounts(tx, Object.values(accounts));
  const pass = { account: accounts.wallet, reason: `${topUp.id} was looked at`, actor: 'rule:top_up' };
  const posted = await pastAFreeze(tx, clock, pass, async () => {
    const [first, ...rest] = legs;
    invariant(first !== undefined, 'ending a review moves something');
    const [answer] = await postIn(tx, clock, [{ operationId: topUp.id, legs: [first, ...rest] }]);
    return answer;
  });
  invariant(posted?.ok === true && posted.value.status === 'created', `what ${topUp.id} holds moves once`);
}
