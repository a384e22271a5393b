import type { WithdrawalState } from '#common/api/entry-kinds';
import { add, type Money, toWire } from '#common/money';
import { invariant } from '#common/result';
import { moveOperation, type Step, type Waiting } from '#operations';
import type { Refusal } from '#common/reasons';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { releaseUsage } from '#risk';
import { refusalOfBank } from './bank-word.ts';
import { findPayoutClaim } from '../claim/store.ts';
import { freeMoney, payMoney, returnMoney, returnToLosses } from './settle.ts';
import * as store from './store.ts';
import { ASK_AFTER_SECONDS, CONFLICT_HOURS, OVERDUE_HOURS, type StandingWithdrawal } from './withdrawal.ts';
import { OVERDUE_JOB, overdueKey } from './work.ts';

type Standing = { readonly reason?: Refusal; readonly waiting?: Waiting; readonly steps: readonly Step[] };
type Event = Parameters<typeof moveOperation<'withdrawal'>>[2]['event'];

const okpay = { kind: 'okpay' } as const;
const bank = { kind: 'bank' } as const;
const staff = { kind: 'staff' } as const;
/** Said where two of the staff have found out what is true, and no bank gave a reason. */
export const FOUND_OUT = { by: 'staff' } as const;
type Said = string | typeof FOUND_OUT;
const foundBack = (total: Money): Standing => ({
  reason: { code: 'payout_found_back', total },
  steps: [{ kind: 'withdrawal_found_back', tone: 'neutral', actor: staff, facts: { total: toWire(total) } }],
});

/** One step of the table, under the row's lock; whoever is concerned hears of it. */
async function step(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  [event, to]: readonly [Event, WithdrawalState],
  standing: Standing,
): Promise<StandingWithdrawal> {
  const from = it.state;
  invariant(from !== 'failed' && from !== 'cancelled' && from !== 'expired', `${it.id} is still on its way`);
  const moved = await moveOperation(tx, clock, { id: it.id, kind: 'withdrawal', from, event, ...standing });
  invariant(moved, `${it.id} is ${from} under its lock`);
  await publish(tx, clock, {
    type: 'withdrawal.changed',
    withdrawalId: it.id,
    customerId: it.customer,
    state: to,
  });
  return { ...it, state: to, since: clock.now() };
}

const withBank = ({ arrivesBy }: StandingWithdrawal): Pick<Standing, 'reason' | 'waiting'> => ({
  reason: { code: 'withdrawal_with_bank', arrivesBy: arrivesBy.toString() },
  waiting: { nextActor: 'bank', dueAt: arrivesBy },
});

/** It goes with a file that is made now. */
export const batched = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> =>
  step(tx, clock, it, ['batch', 'in_batch'], {
    ...withBank(it),
    steps: [{ kind: 'withdrawal_batched', tone: 'neutral', actor: okpay }],
  });

/** The bank has the file. What is promised is looked at when its time is over. */
export async function sent(tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> {
  await schedule(tx, {
    at: it.arrivesBy.add({ hours: OVERDUE_HOURS }),
    job: OVERDUE_JOB,
    payload: { id: it.id },
    key: overdueKey(it.id),
  });
  return step(tx, clock, it, ['send', 'sent'], {
    ...withBank(it),
    steps: [{ kind: 'withdrawal_sent', tone: 'neutral', actor: okpay }],
  });
}

export const accepted = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> =>
  step(tx, clock, it, ['accept', 'accepted'], {
    ...withBank(it),
    steps: [{ kind: 'withdrawal_accepted', tone: 'neutral', actor: bank }],
  });

export async function paid(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  found?: typeof FOUND_OUT,
): Promise<StandingWithdrawal> {
  await payMoney(tx, clock, it);
  await store.saveMoney(tx, it.id, { from: 'held', to: 'paid', at: clock.now() });
  await unschedule(tx, overdueKey(it.id));
  if (found) return { ...(await staysPaid(tx, clock, it)), money: 'paid' };
  const moved = await step(tx, clock, it, ['pay', 'paid'], {
    steps: [{ kind: 'withdrawal_paid', tone: 'good', actor: bank, facts: { amount: toWire(it.amount) } }],
  });
  return { ...moved, money: 'paid' };
}

/** Two of the staff have found out that it was paid; where the ledger says so already nothing moves. */
export const staysPaid = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> =>
  step(tx, clock, it, ['pay', 'paid'], {
    steps: [
      { kind: 'withdrawal_found_paid', tone: 'good', actor: staff, facts: { amount: toWire(it.amount) } },
    ],
  });

/** Its owner has had it back and keeps it: nothing moves. */
export const staysBack = (
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  end: 'rejected' | 'returned',
): Promise<StandingWithdrawal> =>
  step(
    tx,
    clock,
    it,
    end === 'rejected' ? ['reject', 'rejected'] : ['return', 'returned'],
    foundBack(add(it.amount, it.fee)),
  );

export async function rejected(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  said: Said,
): Promise<StandingWithdrawal> {
  await freeMoney(tx, clock, it);
  const total = await givenBack(tx, clock, it, 'held');
  if (typeof said !== 'string') return { ...(await staysBack(tx, clock, it, 'rejected')), money: 'back' };
  const moved = await step(tx, clock, it, ['reject', 'rejected'], {
    reason: refusalOfBank(said, total),
    steps: [{ kind: 'withdrawal_rejected', tone: 'bad', actor: bank, facts: { total: toWire(total) } }],
  });
  return { ...moved, money: 'back' };
}

export async function returned(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  said: Said,
): Promise<StandingWithdrawal> {
  const claim = await findPayoutClaim(tx, it.id);
  if (claim && claim.borne.minor > 0n) return returnedToUs(tx, clock, it, claim.borne);
  const isBack = await returnMoney(tx, clock, it);
  const total = await givenBack(tx, clock, it, 'paid');
  if (isBack && typeof said !== 'string')
    return { ...(await staysBack(tx, clock, it, 'returned')), money: 'back' };
  const bankCode = typeof said === 'string' ? said : '';
  const moved = await step(tx, clock, it, ['return', 'returned'], {
    reason: isBack ? refusalOfBank(bankCode, total) : { code: 'payout_unassigned', total: it.amount },
    steps: [
      {
        kind: 'withdrawal_returned',
        tone: 'bad',
        actor: bank,
        facts: { total: toWire(isBack ? total : it.amount) },
      },
    ],
  });
  return { ...moved, money: 'back' };
}

/** Its owner has had it from us: what the bank sends back now is ours. */
async function returnedToUs(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  borne: Money,
): Promise<StandingWithdrawal> {
  await returnToLosses(tx, clock, it);
  await givenBack(tx, clock, it, 'paid');
  const moved = await step(tx, clock, it, ['return', 'returned'], {
    reason: { code: 'payout_borne', amount: borne },
    steps: [{ kind: 'withdrawal_returned_to_okpay', tone: 'neutral', actor: bank }],
  });
  return { ...moved, money: 'back' };
}

/** What did not happen in the end counts against no limit, and nobody looks for it any more. */
async function givenBack(tx: Tx, clock: Clock, it: StandingWithdrawal, from: 'held' | 'paid') {
  await store.saveMoney(tx, it.id, { from, to: 'back', at: clock.now() });
  await releaseUsage(tx, it.usage);
  await unschedule(tx, overdueKey(it.id));
  return add(it.amount, it.fee);
}

/** It has not gone, and does not go. */
async function takenBack(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  { code, ...told }: { code: 'withdrawal_cancelled' | 'withdrawal_stopped' } & Omit<Step, 'kind'>,
): Promise<void> {
  await freeMoney(tx, clock, it);
  const total = await givenBack(tx, clock, it, 'held');
  const standing = { reason: { code, total }, steps: [{ kind: code, ...told }] };
  await step(tx, clock, it, ['cancel', 'cancelled'], standing);
}

/** What becomes of it when it was looked at and does not go. */
const NOT_LET_GO = {
  refused: { event: 'refuse', to: 'failed', code: 'withdrawal_refused_after_review', tone: 'bad' },
  expired: { event: 'expire', to: 'expired', code: 'withdrawal_review_expired', tone: 'neutral' },
} as const;

/** Somebody has looked at it and said no, or nobody has looked in time: amount and fee are free again. */
export async function notLetGo(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  end: keyof typeof NOT_LET_GO,
): Promise<void> {
  const { event, to, code, tone } = NOT_LET_GO[end];
  await freeMoney(tx, clock, it);
  const total = await givenBack(tx, clock, it, 'held');
  const steps = [{ kind: code, tone, actor: okpay, facts: { total: toWire(total) } }] as const;
  await step(tx, clock, it, [event, to], { reason: { code, total }, steps });
}

/** Somebody has looked at it: it waits for its file, as one that nobody had to look at. */
export const letGo = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> =>
  step(tx, clock, it, ['release', 'requested'], {
    reason: {
      code: 'withdrawal_requested',
      cutOff: it.cutOffAt.toString(),
      arrivesBy: it.arrivesBy.toString(),
    },
    waiting: { nextActor: 'okpay', dueAt: it.cutOffAt },
    steps: [{ kind: 'withdrawal_released', tone: 'good', actor: okpay }],
  });

/** The owner takes back what has not gone. */
export const cancelled = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<void> =>
  takenBack(tx, clock, it, {
    code: 'withdrawal_cancelled',
    tone: 'neutral',
    actor: { kind: 'customer', id: it.customer },
  });

/** Payouts of its owner were blocked before it went: the money stays where the block keeps it. */
export const stopped = (tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<void> =>
  takenBack(tx, clock, it, { code: 'withdrawal_stopped', tone: 'bad', actor: okpay });

/** Nobody knows whether the bank has it, or it has had it for too long. It is asked, and nothing is sent or given back meanwhile. */
export function lost(tx: Tx, clock: Clock, it: StandingWithdrawal): Promise<StandingWithdrawal> {
  const now = clock.now();
  const dueAt = now.add({ seconds: ASK_AFTER_SECONDS[0] });
  return step(tx, clock, it, ['lose', 'checking'], {
    reason: { code: 'withdrawal_checking', since: now.toString(), dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [{ kind: 'withdrawal_unclear', tone: 'wait', actor: okpay }],
  });
}

/** What machines cannot decide: another sum, two words that do not agree, or no word for a week. */
export async function toPeople(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  event: 'mismatch' | 'contradict' | 'give_up',
): Promise<StandingWithdrawal> {
  const dueAt = clock.now().add({ hours: CONFLICT_HOURS });
  await unschedule(tx, overdueKey(it.id));
  return step(tx, clock, it, [event, 'conflict'], {
    reason: { code: 'withdrawal_conflict', dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [{ kind: 'withdrawal_unresolved', tone: 'wait', actor: okpay }],
  });
}
