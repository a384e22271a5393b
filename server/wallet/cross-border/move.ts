import type { CrossBorderState } from '#common/api/entry-kinds';
import { type Money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { invariant } from '#common/result';
import { continueStory, moveOperation, retellOperation, type Step, type Waiting } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { releaseUsage } from '#risk';
import {
  ASK_AFTER_SECONDS,
  CONFLICT_HOURS,
  LOOK_AGAIN_HOURS,
  promiseTold,
  type StandingCrossBorder,
  totalOf,
} from './cross-border.ts';
import { deliverMoney, freeMoney, returnMoney, sendMoney } from './settle.ts';
import * as store from './store.ts';
import { reasonOfPending, refusalOfBank } from './word.ts';
import { OVERDUE_JOB, overdueKey, recallKey, sendKey } from './work.ts';

type Standing = { readonly reason?: Refusal; readonly waiting?: Waiting; readonly steps: readonly Step[] };
type Event = Parameters<typeof moveOperation<'cross_border'>>[2]['event'];
type Moved = Promise<StandingCrossBorder>;

const okpay = { kind: 'okpay' } as const;
const bank = { kind: 'bank' } as const;
const staff = { kind: 'staff' } as const;
/** Said where two of the staff have found out what is true, and no bank gave a reason. */
export const FOUND_OUT = { by: 'staff' } as const;
type Said = string | typeof FOUND_OUT;
const foundBack = (total: Money): Standing => ({
  reason: { code: 'cross_border_found_back', total },
  steps: [
    { kind: 'cross_border_found_back', tone: 'neutral', actor: staff, facts: { total: toWire(total) } },
  ],
});

/** One step of the table, under the row's lock; whoever is concerned hears of it. */
async function step(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  [event, to]: readonly [Event, CrossBorderState],
  standing: Standing,
): Moved {
  const from = it.state;
  invariant(from !== 'failed' && from !== 'cancelled' && from !== 'expired', `${it.id} is still on its way`);
  const moved = await moveOperation(tx, clock, { id: it.id, kind: 'cross_border', from, event, ...standing });
  invariant(moved, `${it.id} is ${from} under its lock`);
  await publish(tx, clock, {
    type: 'cross_border.changed',
    crossBorderId: it.id,
    customerId: it.customer,
    state: to,
  });
  return { ...it, state: to, reason: standing.reason?.code ?? null };
}

/** The correspondent has it: it is exchanged and gone. What is promised is looked at when its time is over. */
export async function sent(tx: Tx, clock: Clock, it: StandingCrossBorder): Moved {
  await goOut(tx, clock, it);
  const out = { ...it, money: 'out' } as const;
  return step(tx, clock, out, ['send', 'sent'], {
    reason: { code: 'cross_border_sent', arrivesBy: it.arrivesBy.toString() },
    waiting: { nextActor: 'bank', dueAt: it.arrivesBy },
    steps: [{ kind: 'cross_border_sent', tone: 'neutral', actor: okpay, facts: { get: toWire(it.get) } }],
  });
}

async function goOut(tx: Tx, clock: Clock, it: StandingCrossBorder): Promise<void> {
  await sendMoney(tx, clock, it);
  await store.saveMoney(tx, it.id, { from: 'held', to: 'out', at: clock.now() });
  await store.saveAsks(tx, it.id, 0);
  await unschedule(tx, sendKey(it.id));
  const [at, key] = [it.arrivesBy, overdueKey(it.id)];
  await schedule(tx, { at, job: OVERDUE_JOB, payload: { id: it.id }, key });
}

/** The bank of the account has it and waits. */
export function advanced(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  waitsFor: 'credit' | 'documents',
): Moved {
  const kind =
    waitsFor === 'credit' ? 'cross_border_pending_credit' : ('cross_border_pending_documents' as const);
  return step(tx, clock, it, ['advance', 'with_correspondent'], {
    reason: { code: reasonOfPending(waitsFor), arrivesBy: it.arrivesBy.toString() },
    waiting: { nextActor: 'bank', dueAt: it.arrivesBy },
    steps: [{ kind, tone: waitsFor === 'credit' ? 'neutral' : 'wait', actor: bank }],
  });
}

export async function delivered(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  found?: typeof FOUND_OUT,
): Moved {
  await deliverMoney(tx, clock, it);
  await store.saveDelivered(tx, it.id, clock.now());
  await unschedule(tx, overdueKey(it.id));
  if (found) return { ...(await staysDelivered(tx, clock, it)), deliveredAt: clock.now() };
  const steps = [
    { kind: 'cross_border_delivered', tone: 'good', actor: bank, facts: { get: toWire(it.get) } },
  ] as const;
  const moved = await step(tx, clock, it, ['deliver', 'delivered'], { steps });
  return { ...moved, deliveredAt: clock.now() };
}

/** Two of the staff have found out that it was credited; where the ledger says so already nothing moves. */
export const staysDelivered = (tx: Tx, clock: Clock, it: StandingCrossBorder): Moved =>
  step(tx, clock, it, ['deliver', 'delivered'], {
    steps: [
      { kind: 'cross_border_found_delivered', tone: 'good', actor: staff, facts: { get: toWire(it.get) } },
    ],
  });

/** Its owner has had it back and keeps it: nothing moves. */
export const staysBack = (
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  end: 'rejected' | 'returned',
): Moved =>
  step(
    tx,
    clock,
    it,
    end === 'rejected' ? ['reject', 'rejected'] : ['return', 'returned'],
    foundBack(totalOf(it)),
  );

/** The correspondent did not take it: nothing was exchanged, and all of it is free again. */
export async function rejected(tx: Tx, clock: Clock, it: StandingCrossBorder, said: Said): Moved {
  const total = await freed(tx, clock, it);
  if (typeof said !== 'string') return { ...(await staysBack(tx, clock, it, 'rejected')), money: 'back' };
  const moved = await step(tx, clock, it, ['reject', 'rejected'], {
    reason: refusalOfBank(said, total),
    steps: [{ kind: 'cross_border_rejected', tone: 'bad', actor: bank, facts: { total: toWire(total) } }],
  });
  return { ...moved, money: 'back' };
}

/** It came back: its owner has all of it again, at the rate that it went with. */
export async function returned(tx: Tx, clock: Clock, it: StandingCrossBorder, said: Said): Moved {
  const isBack = await returnMoney(tx, clock, it, { wasDelivered: it.deliveredAt !== null });
  const total = await givenBack(tx, clock, it, 'out');
  if (isBack && typeof said !== 'string')
    return { ...(await staysBack(tx, clock, it, 'returned')), money: 'back' };
  const bankCode = typeof said === 'string' ? said : '';
  const moved = await step(tx, clock, it, ['return', 'returned'], {
    reason: isBack ? refusalOfBank(bankCode, total) : { code: 'cross_border_unassigned', total: it.get },
    steps: [
      {
        kind: 'cross_border_returned',
        tone: 'bad',
        actor: bank,
        facts: { total: toWire(isBack ? total : it.get) },
      },
    ],
  });
  return { ...moved, money: 'back' };
}

/** What did not happen in the end counts against no limit, and nobody looks for it any more. */
async function givenBack(tx: Tx, clock: Clock, it: StandingCrossBorder, from: 'held' | 'out') {
  await store.saveMoney(tx, it.id, { from, to: 'back', at: clock.now() });
  await releaseUsage(tx, it.usage);
  for (const key of [sendKey(it.id), overdueKey(it.id), recallKey(it.id)]) await unschedule(tx, key);
  return totalOf(it);
}

/** It has not gone, and does not go. */
async function freed(tx: Tx, clock: Clock, it: StandingCrossBorder) {
  await freeMoney(tx, clock, it);
  return givenBack(tx, clock, it, 'held');
}

/** Why something does not go that was held here. */
const NOT_SENT = {
  refused: {
    event: 'refuse',
    to: 'failed',
    code: 'cross_border_refused_after_review',
    tone: 'bad',
  },
  expired: { event: 'expire', to: 'expired', code: 'cross_border_review_expired', tone: 'neutral' },
  cancelled: { event: 'cancel', to: 'cancelled', code: 'cross_border_cancelled', tone: 'neutral' },
  stopped: { event: 'cancel', to: 'cancelled', code: 'cross_border_stopped', tone: 'bad' },
} as const;

/** Staff said no, nobody looked in time, its owner took it back, or a block came first: all of it is free again. */
export async function notSent(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  end: keyof typeof NOT_SENT,
): Promise<void> {
  const { event, to, code, tone } = NOT_SENT[end];
  const total = await freed(tx, clock, it);
  const actor = end === 'cancelled' ? ({ kind: 'customer', id: it.customer } as const) : okpay;
  const steps = [{ kind: code, tone, actor, facts: { total: toWire(total) } }] as const;
  await step(tx, clock, it, [event, to], { reason: { code, total }, steps });
}

/** Somebody has looked at it: it goes at its hour, as one that nobody had to look at. */
export const released = (tx: Tx, clock: Clock, it: StandingCrossBorder): Moved =>
  step(tx, clock, it, ['release', 'processing'], {
    reason: {
      code: 'cross_border_requested',
      goesAt: it.goesAt.toString(),
      arrivesBy: it.arrivesBy.toString(),
    },
    waiting: { nextActor: 'okpay', dueAt: it.goesAt },
    steps: [{ kind: 'cross_border_released', tone: 'good', actor: okpay, facts: promiseTold(it) }],
  });

/** Nobody knows whether the correspondent has it. It is asked, and nothing is sent or given back meanwhile. */
export function lost(tx: Tx, clock: Clock, it: StandingCrossBorder): Moved {
  const now = clock.now();
  const dueAt = now.add({ seconds: ASK_AFTER_SECONDS[0] });
  return step(tx, clock, it, ['lose', 'checking'], {
    reason: { code: 'cross_border_checking', since: now.toString(), dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [{ kind: 'cross_border_unclear', tone: 'wait', actor: okpay }],
  });
}

/** The answer is still missing: its owner sees when it is asked for next. */
export async function stillAsking(
  tx: Tx,
  clock: Clock,
  { id, madeAt }: StandingCrossBorder,
  dueAt: Temporal.Instant,
): Promise<void> {
  const since = (madeAt ?? clock.now()).toString();
  const reason = { code: 'cross_border_checking', since, dueAt: dueAt.toString() } as const;
  const waiting = { nextActor: 'okpay', dueAt } as const;
  await retellOperation(tx, clock, { id, state: 'checking', reason, waiting, steps: [] });
}

/** Sent, and nobody has said that it arrived. That is told as it is, and looked for again. */
export async function unconfirmed(tx: Tx, clock: Clock, it: StandingCrossBorder): Moved {
  const dueAt = clock.now().add({ hours: LOOK_AGAIN_HOURS });
  const reason = {
    code: 'cross_border_unconfirmed',
    promised: it.arrivesBy.toString(),
    dueAt: dueAt.toString(),
  } as const;
  const waiting = { nextActor: 'bank', dueAt } as const;
  if (it.state === 'unconfirmed') {
    await retellOperation(tx, clock, { id: it.id, state: 'unconfirmed', reason, waiting, steps: [] });
    return it;
  }
  return step(tx, clock, it, ['overdue', 'unconfirmed'], {
    reason,
    waiting,
    steps: [{ kind: 'cross_border_unconfirmed', tone: 'wait', actor: okpay }],
  });
}

/** What machines cannot decide: another sum, words that do not agree, or no word for too long. */
export async function toPeople(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  event: 'mismatch' | 'contradict' | 'give_up',
): Moved {
  const dueAt = clock.now().add({ hours: CONFLICT_HOURS });
  await unschedule(tx, overdueKey(it.id));
  return step(tx, clock, it, [event, 'conflict'], {
    reason: { code: 'cross_border_conflict', dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [{ kind: 'cross_border_unresolved', tone: 'wait', actor: okpay }],
  });
}

const RECALL_STEPS = {
  asked: { kind: 'cross_border_recall_asked', tone: 'wait' },
  accepted: { kind: 'cross_border_recall_accepted', tone: 'good' },
  refused: { kind: 'cross_border_recall_refused', tone: 'bad' },
} as const;

/** What becomes of a request to have it back stands in its story; the money is where it was until a bank moves it. */
export async function recallTold(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  { recall, bankCode = null }: { recall: keyof typeof RECALL_STEPS; bankCode?: string | null },
): Moved {
  if (recall !== 'asked') await store.saveRecall(tx, it.id, recall);
  const actor = recall === 'asked' ? ({ kind: 'customer', id: it.customer } as const) : bank;
  const facts: Record<string, string> = bankCode === null || bankCode === '' ? {} : { bankCode };
  await continueStory(tx, clock, { id: it.id, steps: [{ ...RECALL_STEPS[recall], actor, facts }] });
  await publish(tx, clock, {
    type: 'cross_border.recall_changed',
    crossBorderId: it.id,
    customerId: it.customer,
    recall,
  });
  return { ...it, recall: recall === 'asked' ? it.recall : recall };
}
