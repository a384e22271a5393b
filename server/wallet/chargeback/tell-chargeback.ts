import { cardText } from '#common/card-scheme';
import type { ChargebackId, TopUpId } from '#common/id';
import { type Money, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { type Line, moveOperation, openOperation, retellOperation, type Step } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import { lockReview, saveEnd } from '#risk';
import { forgetReview } from '../review/review-timer.ts';
import { counterpartyOf } from '../top-up/record-confirmation.ts';
import { type StandingTopUp } from '../top-up/top-up.ts';
import { COLLECT_JOB, collectKey, NOTICE_DAYS } from './debt.ts';
import type { ChargebackSplit } from './decide.ts';
import { insertDebt } from './store.ts';

type Chargeback = {
  readonly id: ChargebackId;
  readonly topUp: StandingTopUp;
  readonly split: ChargebackSplit;
  readonly fromCustomer: Money;
};

/** Writes a chargeback as an operation of its own, moves the top-up, opens the debt if there is one, and says so. */
export async function tellChargeback(tx: Tx, clock: Clock, chargeback: Chargeback): Promise<void> {
  const { id, topUp, split } = chargeback;
  const { customer } = topUp;
  const collectsFrom = clock.now().add({ hours: NOTICE_DAYS * 24 });
  await openChargeback(tx, clock, chargeback, collectsFrom);
  await moveTopUp(tx, clock, chargeback);
  if (split.owed.minor > 0n) {
    await insertDebt(
      tx,
      { chargeback: id, customer, topUp: topUp.id, incurred: split.owed, collectsFrom },
      clock.now(),
    );
    await schedule(tx, {
      at: collectsFrom,
      job: COLLECT_JOB,
      payload: { chargebackId: id },
      key: collectKey(id),
    });
  }
  await publish(tx, clock, {
    type: 'top_up.changed',
    topUpId: topUp.id,
    customerId: customer,
    state: 'charged_back',
  });
  await publish(tx, clock, {
    type: 'top_up.charged_back',
    chargebackId: id,
    topUpId: topUp.id,
    customerId: customer,
  });
}

async function openChargeback(
  tx: Tx,
  clock: Clock,
  chargeback: Chargeback,
  collectsFrom: Temporal.Instant,
): Promise<void> {
  const { id, topUp, split, fromCustomer } = chargeback;
  const { taken, owed } = split;
  const common = {
    id,
    kind: 'chargeback',
    owner: topUp.customer,
    parent: topUp.id,
    amount: fromCustomer,
    fee: zero(fromCustomer.currency),
    decision: {
      topUp: topUp.id,
      held: toWire(topUp.held),
      taken: toWire(taken),
      owed: toWire(owed),
      noticeDays: NOTICE_DAYS,
    },
    participants: [
      {
        customer: topUp.customer,
        direction: 'out',
        counterparty: counterpartyOf(topUp.ewallet, topUp.card),
      },
    ],
    steps: stepsOf(chargeback, collectsFrom),
  } as const;
  const lines: Line[] = [
    { kind: 'amount', amount: fromCustomer },
    { kind: 'taken', amount: taken },
  ];
  const reason = { code: 'debt_outstanding', owed, collectsFrom: collectsFrom.toString() } as const;
  const opened =
    owed.minor === 0n
      ? await openOperation(tx, clock, { ...common, event: 'recover', lines })
      : await openOperation(tx, clock, {
          ...common,
          event: 'owe',
          lines: [...lines, { kind: 'owed', amount: owed }],
          reason,
          waiting: { nextActor: 'you', dueAt: collectsFrom },
        });
  invariant(opened, `${id} is a new id`);
}

function stepsOf({ topUp, split, fromCustomer }: Chargeback, collectsFrom: Temporal.Instant): Step[] {
  const { taken, owed } = split;
  const okpay = { kind: 'okpay' } as const;
  const received = { amount: toWire(fromCustomer), card: topUp.card ? cardText(topUp.card) : '' };
  const steps: Step[] = [
    { kind: 'chargeback_received', tone: 'bad', actor: { kind: 'bank' }, facts: received },
  ];
  if (taken.minor > 0n)
    steps.push({ kind: 'chargeback_taken', tone: 'neutral', actor: okpay, facts: { amount: toWire(taken) } });
  const opened = { amount: toWire(owed), collectsFrom: collectsFrom.toString() };
  if (owed.minor > 0n) steps.push({ kind: 'debt_opened', tone: 'bad', actor: okpay, facts: opened });
  return steps;
}

async function moveTopUp(tx: Tx, clock: Clock, chargeback: Chargeback): Promise<void> {
  const { topUp, split, fromCustomer } = chargeback;
  const { id, state, dueAt } = topUp;
  const step: Step = {
    kind: 'top_up_charged_back',
    tone: 'bad',
    actor: { kind: 'bank' },
    facts: { amount: toWire(fromCustomer) },
  };
  if (state === 'in_review' && split.stillHeld.minor > 0n) {
    // The rest is still looked at.
    invariant(dueAt !== null, `the review of ${id} ends at some time`);
    const reason = { code: 'top_up_in_review', amount: split.stillHeld, dueAt: dueAt.toString() } as const;
    const waiting = { nextActor: 'okpay', dueAt } as const;
    await retellOperation(tx, clock, { id, state, reason, waiting, steps: [step] });
    return;
  }
  if (state === 'in_review') await closeReview(tx, clock, id);
  const from = state === 'charged_back' || state === 'in_review' ? state : 'settled';
  const moved = await moveOperation(tx, clock, {
    id,
    kind: 'top_up',
    from,
    event: 'charge_back',
    reason: { code: 'top_up_charged_back', amount: fromCustomer, taken: split.taken, owed: split.owed },
    steps: [step],
  });
  invariant(moved, `${id} is still ${from}`);
}

/** The cardholder has taken all of it back: there is nothing to decide any more. */
async function closeReview(tx: Tx, clock: Clock, id: TopUpId): Promise<void> {
  const review = await lockReview(tx, id);
  if (review?.state !== 'waiting') return;
  await saveEnd(tx, id, { state: 'cancelled' }, clock.now());
  await forgetReview(tx, id);
}
