import type { WithdrawalId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { balanceOf, lockAccounts, openAccount } from '#ledger';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import { blockOf, openReview, reviewDue, type LimitFacts, type ReviewEnd } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { watchReview } from '../review/review-timer.ts';
import { bankDays } from './bank-days.ts';
import { lockWithCounters } from './lock.ts';
import { letGo, notLetGo } from './move.ts';
import { scheduleOf } from './schedule.ts';
import * as store from './store.ts';
import type { StandingWithdrawal, Withdrawal } from './withdrawal.ts';
import { MAKE_FILE_JOB, makeFileKey } from './work.ts';

type Held = Pick<Withdrawal, 'id' | 'customer' | 'amount' | 'usage'>;

/** Puts a withdrawal into the queue, whose money is held already. Answers by when somebody has looked. */
export async function holdForReview(
  tx: Tx,
  clock: Clock,
  { id, customer, amount, usage }: Held,
  { rates }: Pick<LimitFacts, 'rates'>,
): Promise<Temporal.Instant> {
  const dueAt = await reviewDue(tx, clock);
  const { counted, day: countedDay } = usage;
  const held = { operation: id, payer: customer, payee: null, amount, counted, countedDay, dueAt, rates };
  await openReview(tx, clock, held);
  await watchReview(tx, id, dueAt);
  return dueAt;
}

/** Its file is made at its cut-off. */
export async function waitForFile(
  tx: Tx,
  { amount: { currency }, cutOffAt: at }: Pick<Withdrawal, 'amount' | 'cutOffAt'>,
): Promise<void> {
  const key = makeFileKey(currency, at.toString());
  await schedule(tx, { at, job: MAKE_FILE_JOB, payload: { currency }, key });
}

/** The row of one that is to be decided about, after its owner's counter, as on every other road. */
export async function lockHeldPayout(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  id: WithdrawalId,
): Promise<StandingWithdrawal | null> {
  return (await lockWithCounters(tx, deps, [id])).get(id) ?? null;
}

/** Ends it: the money goes on its way to the next file, or is free again with its owner. The caller holds the locks of row and review. */
export async function endHeldPayout(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  { state }: ReviewEnd,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  invariant(it.state === 'in_review' && it.inReview, `${it.id} is in review`);
  if (state === 'released') return release(tx, clock, it);
  invariant(state === 'refused' || state === 'expired', `its owner takes ${it.id} back on another road`);
  await notLetGo(tx, clock, it, state);
  return ok(undefined);
}

async function release(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  if (!(await mayGo(tx, clock, it))) return err({ code: 'review_blocked' });
  const going = { ...it, inReview: false, ...(await nextFile(tx, clock, it)) };
  await store.saveLookedAt(tx, going);
  await waitForFile(tx, going);
  await letGo(tx, clock, going);
  return ok(undefined);
}

/** Asked under the lock that a freeze takes: nothing leaves a frozen account, also not what was held before. */
async function mayGo(tx: Tx, clock: Clock, { customer, amount: { currency } }: Withdrawal): Promise<boolean> {
  const wallet = await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency });
  await lockAccounts(tx, [wallet]);
  const { flags } = await balanceOf(tx, wallet);
  if (flags.frozenOut || flags.closed) return false;
  return (await blockOf(tx, customer, 'withdraw')) === null;
}

type Times = Pick<Withdrawal, 'cutOffAt' | 'arrivesBy'>;
/** The file that was promised, or where it has gone meanwhile the next one. What is not offered any more goes as soon as can be. */
async function nextFile(tx: Tx, clock: Clock, { cutOffAt, arrivesBy, amount }: Withdrawal): Promise<Times> {
  const now = clock.now();
  if (Temporal.Instant.compare(now, cutOffAt) < 0) return { cutOffAt, arrivesBy };
  const tariffs = await store.withdrawalTariffs(tx, now);
  const tariff = tariffs.find(({ fee }) => fee.currency === amount.currency);
  invariant(tariff !== undefined, `there is a tariff for ${amount.currency}`);
  return scheduleOf(now, tariff, await bankDays(tariff.calendar));
}
