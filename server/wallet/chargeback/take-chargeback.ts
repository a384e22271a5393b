import type { ChargebackId } from '#common/id';
import { type Money, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { balanceOf, type Leg, lockAccounts, postIn } from '#ledger';
import { type Line, moveOperation, openOperation, type Step } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { deriveUuid, newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { divideChargeback } from '../top-up/decide.ts';
import { accountsFor, holdId, legId, releaseId, type TopUpAccounts } from '../top-up/settle.ts';
import { addChargedBack, saveHeld } from '../top-up/store.ts';
import { cardText, lastDigits, schemeName, type StandingTopUp } from '../top-up/top-up.ts';
import { releaseKey } from '../top-up/work.ts';
import { type ChargebackSplit, splitChargeback } from './decide.ts';
import { COLLECT_JOB, collectKey, NOTICE_DAYS } from './debt.ts';
import * as store from './store.ts';

type Deps = { readonly clock: Clock };

/**
 * Books what a card's bank has taken back: first from what is held of the top-up, then from what is available; the rest becomes
 * the customer's debt. The fee is given back, since it was charged for what did not last. The caller holds the top-up's lock.
 */
export async function takeChargeback(tx: Tx, deps: Deps, topUp: StandingTopUp, part: Money): Promise<void> {
  const { clock } = deps;
  const { fromCustomer, fromFee } = divideChargeback(topUp, part);
  const accounts = await accountsFor(tx, clock, topUp);
  await lockAccounts(tx, Object.values(accounts));
  const { available, flags } = await balanceOf(tx, accounts.wallet);
  const mayLeave = !flags.frozenOut && !flags.closed;
  const split = splitChargeback(fromCustomer, { held: topUp.held, available, mayLeave });
  const id = newId('cb');

  await postChargeback(tx, clock, { id, topUp, split, fromFee, accounts });
  await addChargedBack(tx, topUp.id, part);
  const holdNumber = topUp.holdNumber + (isHeldAnew(topUp, split) ? 1 : 0);
  await saveHeld(tx, topUp.id, { held: split.stillHeld, holdNumber });
  if (split.stillHeld.minor === 0n) await unschedule(tx, releaseKey(topUp.id));
  // A bank's odd first cent can be all fee; then nothing befell the customer.
  if (fromCustomer.minor > 0n) await tell(tx, deps, { id, topUp, split, fromCustomer });
}

/** Whether the hold goes, whole or for a smaller one. */
const isHoldVoided = ({ held }: StandingTopUp, { stillHeld }: ChargebackSplit): boolean =>
  held.minor !== stillHeld.minor;
const isHeldAnew = (topUp: StandingTopUp, split: ChargebackSplit): boolean =>
  isHoldVoided(topUp, split) && split.stillHeld.minor > 0n;

type Booking = {
  id: ChargebackId;
  topUp: StandingTopUp;
  split: ChargebackSplit;
  fromFee: Money;
  accounts: TopUpAccounts;
};

/** One command: the hold is voided, what is taken leaves, the debt arises, what stays held is held anew. All of it or nothing. */
async function postChargeback(
  tx: Tx,
  clock: Clock,
  { id, topUp, split, fromFee, accounts }: Booking,
): Promise<void> {
  const { wallet, debt, settlement, reserve } = accounts;
  const legs: Leg[] = [];
  if (isHoldVoided(topUp, split))
    legs.push({
      kind: 'void',
      id: releaseId(topUp, topUp.holdNumber),
      hold: holdId(topUp, topUp.holdNumber),
      code: 'funding_hold',
    });
  if (split.taken.minor > 0n)
    legs.push({
      kind: 'reversal',
      id: deriveUuid(id, 'taken'),
      original: legId(topUp, 'credit'),
      amount: split.taken,
      code: 'chargeback',
    });
  if (split.owed.minor > 0n)
    legs.push({
      kind: 'single',
      id: deriveUuid(id, 'owed'),
      code: 'debt_incurred',
      debit: debt,
      credit: settlement,
      amount: split.owed,
    });
  if (fromFee.minor > 0n)
    legs.push({
      kind: 'reversal',
      id: deriveUuid(id, 'fee'),
      original: legId(topUp, 'fee'),
      amount: fromFee,
      code: 'chargeback',
    });
  if (isHeldAnew(topUp, split)) {
    const again = holdId(topUp, topUp.holdNumber + 1);
    legs.push({
      kind: 'hold',
      id: again,
      code: 'funding_hold',
      debit: wallet,
      credit: reserve,
      amount: split.stillHeld,
      expiresAt: null,
    });
  }
  const [first, ...rest] = legs;
  invariant(first !== undefined, 'a chargeback moves something');
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [first, ...rest] }]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `chargeback ${id} of ${topUp.id} can be booked`,
  );
}

type Telling = { id: ChargebackId; topUp: StandingTopUp; split: ChargebackSplit; fromCustomer: Money };

/** Writes the chargeback as an operation of its own, moves the top-up, opens the debt and says so. */
async function tell(tx: Tx, { clock }: Deps, { id, topUp, split, fromCustomer }: Telling): Promise<void> {
  const { taken, owed } = split;
  const { customer, card } = topUp;
  const now = clock.now();
  const collectsFrom = now.add({ hours: NOTICE_DAYS * 24 });
  const isOwed = owed.minor > 0n;
  const okpay = { kind: 'okpay' } as const;
  const steps: Step[] = [
    {
      kind: 'chargeback_received',
      tone: 'bad',
      actor: { kind: 'bank' },
      facts: { amount: toWire(fromCustomer), card: card ? cardText(card) : '' },
    },
  ];
  if (taken.minor > 0n)
    steps.push({ kind: 'chargeback_taken', tone: 'neutral', actor: okpay, facts: { amount: toWire(taken) } });
  if (isOwed)
    steps.push({
      kind: 'debt_opened',
      tone: 'bad',
      actor: okpay,
      facts: { amount: toWire(owed), collectsFrom: collectsFrom.toString() },
    });
  const lines: Line[] = [
    { kind: 'amount', amount: fromCustomer },
    { kind: 'taken', amount: taken },
  ];
  if (isOwed) lines.push({ kind: 'owed', amount: owed });

  const opened = await openOperation(tx, clock, {
    id,
    kind: 'chargeback',
    event: isOwed ? 'owe' : 'recover',
    owner: customer,
    parent: topUp.id,
    amount: fromCustomer,
    fee: zero(fromCustomer.currency),
    lines,
    decision: {
      topUp: topUp.id,
      held: toWire(topUp.held),
      taken: toWire(taken),
      owed: toWire(owed),
      noticeDays: NOTICE_DAYS,
    },
    ...(isOwed && {
      reason: { code: 'debt_outstanding', owed, collectsFrom: collectsFrom.toString() } as const,
      waiting: { nextActor: 'you', dueAt: collectsFrom } as const,
    }),
    participants: [
      {
        customer,
        direction: 'out',
        counterparty: {
          kind: 'card',
          name: card ? schemeName(card.brand) : '',
          detail: card ? lastDigits(card.last4) : null,
        },
      },
    ],
    steps,
  });
  invariant(opened, `${id} is a new id`);
  const from = topUp.state === 'charged_back' ? 'charged_back' : 'settled';
  const moved = await moveOperation(tx, clock, {
    id: topUp.id,
    kind: 'top_up',
    from,
    event: 'charge_back',
    reason: { code: 'top_up_charged_back', amount: fromCustomer, taken, owed },
    steps: [
      {
        kind: 'top_up_charged_back',
        tone: 'bad',
        actor: { kind: 'bank' },
        facts: { amount: toWire(fromCustomer) },
      },
    ],
  });
  invariant(moved, `${topUp.id} is still ${from}`);
  if (isOwed) {
    await store.insertDebt(
      tx,
      { chargeback: id, customer, topUp: topUp.id, incurred: owed, collectsFrom },
      now,
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
