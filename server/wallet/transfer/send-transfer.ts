import type { CustomerId, MoneyRequestId, PayeeReference, StepUpId, TransferId } from '#common/id';
import { isEqual, type Money, toWire, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { consumeStepUp, customerById, knownPeople, type KnownPeople } from '#identity';
import { balanceOf, type Leg, legId, lockAccounts, openAccount, type LedgerAccountId, postIn } from '#ledger';
import { findOperation, openOperation, type OperationToOpen, type Participant, refusalOf } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import {
  addUsage,
  blockOf,
  keepVerdict,
  keptLimitFacts,
  lockLimits,
  mayDo,
  openReview,
  recordDecision,
  reviewDue,
} from '#risk';
import { collectDebts, lockDueDebtAccounts } from '../chargeback/collect-debts.ts';
import { dueDebt } from '../chargeback/due-debt.ts';
import type { WalletDeps } from '../deps.ts';
import { markPaid } from '../money-request/pay-request.ts';
import type { NameOutcome } from '../payee/payee.ts';
import { findReference } from '../payee/store.ts';
import { watchReview } from '../review/review-timer.ts';
import { admitTransfer, type NotAdmitted } from './admit-transfer.ts';
import { decideTransfer, notEnough, type TransferFacts, type TransferRefusal } from './decide.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import { deviceMark } from '../rules/device.ts';
import { factsOfPayment } from './payment-facts.ts';
import * as store from './store.ts';
import { cleanNote } from './transfer.ts';

export type TransferRequest = {
  readonly id: TransferId;
  readonly payer: CustomerId;
  readonly payee: PayeeReference;
  readonly amount: Money;
  readonly note: string | null | undefined;
  readonly stepUp: StepUpId;
  /** The browser that it is asked from, by its hash. */
  readonly device: Uint8Array | null;
  /** A payment like it that was just made: it is meant once more. */
  readonly repeats?: TransferId | null | undefined;
};
/** Refusals before the payer's confirmation counted: nothing is recorded. */
export type UnconfirmedRefusal = NotAdmitted | Refusal<'step_up_not_valid' | 'operation_id_reused'>;
export type Sent =
  | { readonly outcome: 'completed' | 'held' }
  | { readonly outcome: 'refused'; readonly refusal: TransferRefusal };

export type Party = {
  readonly id: CustomerId;
  readonly maskedName: string;
  readonly wallet: LedgerAccountId;
};
export type Parties = { readonly payer: Party; readonly payee: Party };

/**
 * Pays a person, all of it in the caller's transaction: the proof is used up, limits are counted, the money moves, the operation
 * stands in both histories. What is refused after the payer confirmed is recorded as a failed payment, so that it can be explained.
 */
export async function sendTransfer(
  tx: Tx,
  { clock, limits: policy, rules }: Pick<WalletDeps, 'clock' | 'limits' | 'rules'>,
  request: TransferRequest,
): Promise<Result<Sent, UnconfirmedRefusal>> {
  const { id, payer, amount } = request;
  const note = cleanNote(request.note);
  // Under this lock a payer's payments come one after the other: limits are not overspent, and a repeated request finds the first.
  const limits = await lockLimits(tx, clock, policy, { customer: payer, capability: 'transfer' });
  const reference = await findReference(tx, request.payee, payer);
  const earlier = await store.findTransfer(tx, id);
  if (earlier) {
    const isSame =
      earlier.payer === payer &&
      earlier.payee === reference?.payee &&
      isEqual(earlier.amount, amount) &&
      earlier.note === note;
    return isSame ? ok(await sentBefore(tx, earlier)) : err({ code: 'operation_id_reused' });
  }

  const admitted = await admitTransfer(tx, clock, request, reference);
  if (!admitted.ok) return admitted;
  const { pays, payee } = admitted.value;
  const people = await peopleOf(tx, clock, { payer, payee: payee.payee }, request);
  const proven = await consumeStepUp(tx, clock, {
    id: request.stepUp,
    customer: payer,
    action: 'transfer',
    amount,
    payee: request.payee,
  });
  if (!proven.ok) return proven;

  const claimed = await store.claimId(tx, { id, payer, payee: payee.payee, amount, note }, clock.now());
  if (!claimed) return err({ code: 'operation_id_reused' }); // Another payer's id.

  const parties = await partiesOf(tx, clock, { payer, payee: payee.payee }, amount);
  const { device } = request;
  const known = { parties, amount, limits, rules, people, device, nameMatch: payee.nameMatch };
  const facts = await factsFor(tx, clock, known);
  // The rules ask for more than the proof was made with: a rule went live meanwhile, or a fact has changed. It is confirmed anew.
  if (facts.verdict.needsFactor && !people.proofs.get(request.stepUp))
    return err({ code: 'step_up_not_valid' });
  const decided = decideTransfer(amount, facts);
  const held = facts.verdict.outcome === 'hold' ? await reviewDue(tx, clock) : null;
  const moved = decided.ok ? await move(tx, clock, { id, parties, amount, held }) : decided;
  const refusal = moved.ok ? null : moved.error;
  if (decided.ok && !refusal)
    await count(tx, clock, { id, parties, amount, held, limits, counted: decided.value.counted });
  if (pays && !refusal) await markPaid(tx, clock, pays, { transfer: id, payer, isHeld: held !== null });
  await record(tx, clock, { id, parties, amount, note, facts, refusal, held, pays: pays?.id ?? null });
  return ok(refusal ? { outcome: 'refused', refusal } : { outcome: held ? 'held' : 'completed' });
}

type Counting = Moving & { readonly limits: TransferFacts['limits']; readonly counted: Money };

/** Counts a payment whose money has moved or is held; what is held goes into the queue of reviews. */
async function count(
  tx: Tx,
  clock: Clock,
  { id, parties: { payer, payee }, amount, held, limits, counted }: Counting,
): Promise<void> {
  await addUsage(tx, { customer: payer.id, capability: 'transfer', day: limits.day, counted });
  if (!held) return store.markCompleted(tx, id);
  const waiting = {
    operation: id,
    payer: payer.id,
    payee: payee.id,
    amount,
    counted,
    countedDay: limits.day,
  };
  await openReview(tx, clock, { ...waiting, dueAt: held, rates: limits.rates });
  await watchReview(tx, id, held);
}

async function sentBefore(
  tx: Tx,
  { id, isCompleted }: { id: TransferId; isCompleted: boolean },
): Promise<Sent> {
  if (isCompleted) return { outcome: 'completed' };
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  // It was taken, whatever became of it since: the entry tells.
  if (operation.decision['outcome'] === HELD) return { outcome: 'held' };
  return { outcome: 'refused', refusal: refusalOf(operation.reason) as TransferRefusal };
}

async function partiesOf(
  tx: Tx,
  clock: Clock,
  ids: { payer: CustomerId; payee: CustomerId },
  { currency }: Money,
): Promise<Parties> {
  const wallets = new Map<CustomerId, LedgerAccountId>();
  // In one order whoever pays whom, so that two who pay each other for the first time do not wait for each other.
  for (const owner of [ids.payer, ids.payee].toSorted())
    wallets.set(owner, await openAccount(tx, clock, { kind: 'wallet', owner, currency }));
  const party = async (id: CustomerId): Promise<Party> => {
    const customer = await customerById(tx, id);
    const wallet = wallets.get(id);
    invariant(customer !== null && wallet !== undefined, `${id} is a customer with a wallet`);
    return { id, maskedName: customer.maskedName, wallet };
  };
  return { payer: await party(ids.payer), payee: await party(ids.payee) };
}

type FactsAsked = {
  readonly parties: Parties;
  readonly amount: Money;
  readonly limits: TransferFacts['limits'];
  readonly rules: WalletDeps['rules'];
  readonly people: KnownPeople;
  readonly device: Uint8Array | null;
  readonly nameMatch: NameOutcome | null;
};

/** Read before the proof is used up: a used one is not good any more. */
const peopleOf = (
  tx: Tx,
  clock: Clock,
  { payer, payee }: { payer: CustomerId; payee: CustomerId },
  { stepUp, device }: TransferRequest,
): Promise<KnownPeople> =>
  knownPeople(
    tx,
    {
      people: [payer, payee],
      stepUps: [stepUp],
      devices: device ? [{ customer: payer, tokenHash: device }] : [],
    },
    clock.now(),
  );

async function factsFor(
  tx: Tx,
  clock: Clock,
  { parties: { payer, payee }, amount, limits, rules, people, device, nameMatch }: FactsAsked,
): Promise<TransferFacts> {
  const { currency } = amount;
  // All at once and in the ledger's order, as posting will take them: opposite payments cannot stop each other.
  const debtAccounts = await lockDueDebtAccounts(tx, clock, payer.id, currency);
  await lockAccounts(tx, [payer.wallet, payee.wallet, ...debtAccounts]);
  const due = (await collectDebts(tx, clock, payer.id)).get(currency) ?? [];
  const from = await balanceOf(tx, payer.wallet);
  const to = await balanceOf(tx, payee.wallet);
  const known = { payer: payer.id, payee: payee.id, amount, limits, people, device, at: clock.now() };
  const isFirst = !(await store.hasPaid(tx, { payer: payer.id, payee: payee.id }));
  const set = await rules.live(tx, { currency: limits.used.day.currency, rates: limits.rates });
  const own = factsOfPayment(known, { available: from.available, isFirst, nameMatch });
  const verdict = await decideByRules({ set, about: 'transfer', read: tx }, known, own);
  return {
    sendBlock:
      (await blockOf(tx, payer.id, 'transfer')) ??
      (from.flags.frozenOut || from.flags.closed ? 'other' : null),
    mayReceive: (await mayDo(tx, payee.id, 'receive')) && !to.flags.frozenIn && !to.flags.closed,
    payeeName: payee.maskedName,
    limits,
    available: from.available,
    debt: dueDebt(due, currency),
    verdict,
    device: deviceMark(device),
  };
}

type Moving = {
  readonly id: TransferId;
  readonly parties: Parties;
  readonly amount: Money;
  /** By when somebody has looked at it, of what is held until then; null of what moves at once. */
  readonly held: Temporal.Instant | null;
};

/** Posts the money, or holds it. The ledger has the last word; the locks make its word the same as the decision's. */
async function move(
  tx: Tx,
  clock: Clock,
  { id, parties, amount, held }: Moving,
): Promise<Result<void, TransferRefusal>> {
  const { payer, payee } = parties;
  const between = { code: 'transfer', debit: payer.wallet, credit: payee.wallet, amount } as const;
  const leg: Leg = held
    ? { kind: 'hold', id: legId(id, 'hold'), expiresAt: null, ...between }
    : { kind: 'single', id: legId(id, 'transfer'), ...between };
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [leg] }]);
  invariant(posted !== undefined, 'a command is answered');
  if (posted.ok) return ok(undefined);
  switch (posted.error.code) {
    case 'insufficient_funds':
      return err(notEnough(amount, posted.error.available));
    case 'account_frozen_out':
      return err({ code: 'account_cannot_send' });
    case 'account_frozen_in':
      return err({ code: 'payee_cannot_receive', payee: payee.maskedName });
    default:
      throw new Error(`the ledger refused ${id}: ${posted.error.code}`);
  }
}

type ToRecord = Moving & {
  note: string | null;
  facts: TransferFacts;
  refusal: TransferRefusal | null;
  /** The request that it is for. */
  pays: MoneyRequestId | null;
};

const sees = (party: Party, direction: 'in' | 'out', other: Party): Participant => ({
  customer: party.id,
  direction,
  counterparty: { kind: 'person', name: other.maskedName, detail: null },
});

/** How a payment that is looked at first was decided. */
const HELD = 'held';

/** What is kept of any payment, whatever became of it. */
const kept = ({ id, parties: { payer }, amount, note, facts, refusal, held, pays }: ToRecord) =>
  ({
    id,
    kind: 'transfer',
    owner: payer.id,
    amount,
    fee: zero(amount.currency),
    lines: [{ kind: 'amount', amount }],
    note,
    decision: {
      limits: keptLimitFacts(facts.limits),
      available: toWire(facts.available),
      maySend: facts.sendBlock === null,
      mayReceive: facts.mayReceive,
      outcome: refusal?.code ?? (held ? HELD : 'completed'),
      rules: keepVerdict(facts.verdict),
      device: facts.device,
      ...(pays && { moneyRequest: pays }),
    },
  }) as const;

/** What stands in the records of a payment that went through. */
export function completedOperation(
  payment: ToRecord & { refusal: null; held: null },
): OperationToOpen<'transfer'> {
  const { payer, payee } = payment.parties;
  return {
    ...kept(payment),
    event: 'complete',
    participants: [sees(payer, 'out', payee), sees(payee, 'in', payer)],
    steps: [
      {
        kind: 'transfer_completed',
        tone: 'good',
        actor: { kind: 'customer', id: payer.id },
        facts: { amount: toWire(payment.amount) },
      },
    ],
  };
}

/** A held payment is the payer's affair until it is released: the payee is not told of what may not come. */
function heldOperation(payment: ToRecord & { held: Temporal.Instant }): OperationToOpen<'transfer'> {
  const { payer, payee } = payment.parties;
  return {
    ...kept(payment),
    event: 'hold',
    reason: { code: 'payment_in_review', dueAt: payment.held.toString() },
    waiting: { nextActor: 'okpay', dueAt: payment.held },
    participants: [sees(payer, 'out', payee)],
    steps: [{ kind: 'transfer_held', tone: 'wait', actor: { kind: 'okpay' } }],
  };
}

/** A refused payment is the payer's affair: the payee is not told that somebody tried. */
function failedOperation(payment: ToRecord & { refusal: TransferRefusal }): OperationToOpen<'transfer'> {
  const { payer, payee } = payment.parties;
  return {
    ...kept(payment),
    event: 'refuse',
    reason: payment.refusal,
    participants: [sees(payer, 'out', payee)],
    steps: [{ kind: 'transfer_failed', tone: 'bad', actor: { kind: 'okpay' } }],
  };
}

const completedEvent = (id: TransferId, { payer, payee }: Parties) =>
  ({ type: 'transfer.completed', transferId: id, payerId: payer.id, payeeId: payee.id }) as const;

async function record(tx: Tx, clock: Clock, payment: ToRecord): Promise<void> {
  const { id, parties, refusal, held } = payment;
  const operation = refusal
    ? failedOperation({ ...payment, refusal })
    : held
      ? heldOperation({ ...payment, held })
      : completedOperation({ ...payment, refusal, held });
  invariant(await openOperation(tx, clock, operation), `${id} is a new id`);
  const { verdict } = payment.facts;
  if (verdict.outcome !== 'allow') {
    const { payer, payee } = parties;
    const decided = {
      about: 'transfer',
      stage: 'payment',
      payer: payer.id,
      payee: payee.id,
      operation: id,
      verdict,
    } as const;
    await recordDecision(tx, clock, { ...decided, amount: payment.amount });
  }
  await publish(
    tx,
    clock,
    refusal || held
      ? { type: refusal ? 'transfer.failed' : 'transfer.held', transferId: id, payerId: parties.payer.id }
      : completedEvent(id, parties),
  );
}
