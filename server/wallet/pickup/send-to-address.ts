import { checkAmount, isEqual, type Money, toWire, zero } from '#common/money';
import { err, invariant, ok, type Result } from '#common/result';
import { consumeStepUp, knownPeople, type KnownPeople } from '#identity';
import { balanceOf, type LedgerAccountId, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { findOperation, openOperation, refusalOf } from '#operations';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { addUsage, blockOf, keepVerdict, keptLimitFacts, lockLimits, recordDecision } from '#risk';
import { collectDebts, lockDueDebtAccounts } from '../chargeback/collect-debts.ts';
import { dueDebt } from '../chargeback/due-debt.ts';
import type { WalletDeps } from '../deps.ts';
import type { AddressReference } from '../payee/payee.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import { deviceMark } from '../rules/device.ts';
import { decideTransfer, type TransferFacts, type TransferRefusal } from '../transfer/decide.ts';
import { factsOfPayment } from '../transfer/payment-facts.ts';
import type { Sent, TransferRequest, UnconfirmedRefusal } from '../transfer/send-transfer.ts';
import { cleanNote, TWIN_MINUTES } from '../transfer/transfer.ts';
import { maskAddress, type Pickup } from './pickup.ts';
import { watchPickup } from './pickup-timer.ts';
import * as store from './store.ts';

type Deps = Pick<WalletDeps, 'clock' | 'limits' | 'rules' | 'pickupDays'>;

/**
 * Sets money aside for whoever proves an address, in the caller's transaction: held in the payer's wallet, counted, told to the address
 * after the commit. Refused and recorded as any payment is.
 */
export async function sendToAddress(
  tx: Tx,
  deps: Deps,
  request: TransferRequest,
  reference: AddressReference,
): Promise<Result<Sent, UnconfirmedRefusal>> {
  const { clock, limits: policy } = deps;
  const { id, payer, amount } = request;
  const limits = await lockLimits(tx, clock, policy, { customer: payer, capability: 'transfer' });
  const earlier = await sentBefore(tx, request);
  if (earlier) return earlier;
  const taken = await admit(tx, clock, request, reference);
  if (!taken.ok) return taken;
  const devices = request.device ? [{ customer: payer, tokenHash: request.device }] : [];
  const asked = { people: [payer], stepUps: [request.stepUp], devices };
  const people = await knownPeople(tx, asked, clock.now());
  const proof = {
    id: request.stepUp,
    customer: payer,
    action: 'transfer',
    amount,
    payee: request.payee,
  } as const;
  const proven = await consumeStepUp(tx, clock, proof);
  if (!proven.ok) return proven;

  const { currency } = amount;
  const wallet = await openAccount(tx, clock, { kind: 'wallet', owner: payer, currency });
  const clearing = await openAccount(tx, clock, { kind: 'pickup_clearing', owner: 'system', currency });
  const facts = await factsFor(tx, deps, { request, limits, people, wallet });
  if (facts.verdict.needsFactor && !people.proofs.get(request.stepUp))
    return err({ code: 'step_up_not_valid' });
  const decided = decide(amount, facts);
  if (decided.ok) {
    await addUsage(tx, {
      customer: payer,
      capability: 'transfer',
      day: limits.day,
      counted: decided.value.counted,
    });
    const [posted] = await postIn(tx, clock, [
      {
        operationId: id,
        legs: [
          { kind: 'hold', id: legId(id, 'hold'), expiresAt: null, code: 'transfer', debit: wallet, credit: clearing, amount },
        ],
      },
    ]); // prettier-ignore
    // What a freeze forbids was asked under the same locks, and the balance too.
    invariant(
      posted?.ok === true && posted.value.status === 'created',
      `what is available for ${id} can be held`,
    );
  }
  const isNew = await record(tx, deps, { request, reference, facts, decided });
  if (!isNew) return err({ code: 'operation_id_reused' });
  return ok(decided.ok ? { outcome: 'held' } : { outcome: 'refused', refusal: decided.error });
}

/** The answer to the same request again; null of one that is new. */
async function sentBefore(
  tx: Tx,
  { id, payer, amount, note }: TransferRequest,
): Promise<Result<Sent, UnconfirmedRefusal> | null> {
  const known = await findOperation(tx, id);
  if (!known) return null;
  const isSame = known.owner === payer && isEqual(known.amount, amount) && known.note === cleanNote(note);
  if (!isSame) return err({ code: 'operation_id_reused' });
  if (await store.findPickup(tx, id)) return ok({ outcome: 'held' });
  return known.state === 'failed' && known.reason
    ? ok({ outcome: 'refused', refusal: refusalOf(known.reason) as TransferRefusal })
    : err({ code: 'operation_id_reused' });
}

async function admit(
  tx: Tx,
  clock: Clock,
  { payer, amount, repeats }: TransferRequest,
  { expiresAt, key }: AddressReference,
): Promise<Result<void, UnconfirmedRefusal>> {
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  const now = clock.now();
  if (Temporal.Instant.compare(now, expiresAt) >= 0) return err({ code: 'payee_confirmation_expired' });
  const since = now.subtract({ minutes: TWIN_MINUTES });
  const twin = (await store.waitingOf(tx, payer)).findLast(
    (each) =>
      each.address === key &&
      isEqual(each.amount, amount) &&
      Temporal.Instant.compare(each.createdAt, since) > 0,
  );
  if (!twin || twin.id === repeats) return ok(undefined);
  const payee = maskAddress({ kind: twin.addressKind, key });
  return err({ code: 'payment_just_made', payee, amount, at: twin.createdAt.toString(), earlier: twin.id });
}

type FactsAsked = {
  readonly request: TransferRequest;
  readonly limits: TransferFacts['limits'];
  readonly people: KnownPeople;
  readonly wallet: LedgerAccountId;
};
async function factsFor(
  tx: Tx,
  { clock, rules }: Deps,
  { request: { payer, amount, device }, limits, people, wallet }: FactsAsked,
): Promise<TransferFacts> {
  const { currency } = amount;
  const debtAccounts = await lockDueDebtAccounts(tx, clock, payer, currency);
  await lockAccounts(tx, [wallet, ...debtAccounts]);
  const due = (await collectDebts(tx, clock, payer)).get(currency) ?? [];
  const { available, flags } = await balanceOf(tx, wallet);
  const known = { payer, payee: null, amount, limits, people, device, at: clock.now() };
  const set = await rules.live(tx, { currency: limits.used.day.currency, rates: limits.rates });
  // Whoever is only known by an address was never paid before.
  const own = factsOfPayment(known, { available, isFirst: true, nameMatch: null });
  return {
    sendBlock: (await blockOf(tx, payer, 'transfer')) ?? (flags.frozenOut || flags.closed ? 'other' : null),
    mayReceive: true,
    payeeName: '',
    limits,
    available,
    debt: dueDebt(due, currency),
    verdict: await decideByRules({ set, about: 'transfer', read: tx }, known, own),
    device: deviceMark(device),
  };
}

/** What a rule wants looked at first is not set aside for somebody whom nobody knows: there would be nobody to look at. */
function decide(amount: Money, facts: TransferFacts): Result<{ counted: Money }, TransferRefusal> {
  const decided = decideTransfer(amount, facts);
  return decided.ok && facts.verdict.outcome === 'hold' ? err({ code: 'payment_unsafe' }) : decided;
}

type ToRecord = {
  readonly request: TransferRequest;
  readonly reference: AddressReference;
  readonly facts: TransferFacts;
  readonly decided: Result<{ counted: Money }, TransferRefusal>;
};

/** What is kept of it, whatever became of it. */
const kept = ({ request: { id, payer, amount, note }, reference, facts, decided }: ToRecord) =>
  ({
    id,
    kind: 'transfer',
    owner: payer,
    amount,
    fee: zero(amount.currency),
    lines: [{ kind: 'amount', amount }],
    note: cleanNote(note),
    participants: [
      {
        customer: payer,
        direction: 'out',
        counterparty: { kind: 'person', name: maskAddress(reference), detail: null },
      },
    ],
    decision: {
      limits: keptLimitFacts(facts.limits),
      available: toWire(facts.available),
      outcome: decided.ok ? 'awaiting_pickup' : decided.error.code,
      rules: keepVerdict(facts.verdict),
      device: facts.device,
    },
  }) as const;

/** False if the id was another one's. */
async function record(tx: Tx, deps: Deps, it: ToRecord): Promise<boolean> {
  const { clock } = deps;
  const { request, facts, decided } = it;
  const { id, payer, amount } = request;
  const { verdict } = facts;
  if (verdict.outcome !== 'allow') {
    const about = {
      about: 'transfer',
      stage: 'payment',
      payer,
      payee: null,
      operation: id,
      verdict,
    } as const;
    await recordDecision(tx, clock, { ...about, amount });
  }
  if (decided.ok) return recordWaiting(tx, deps, it, decided.value.counted);
  const steps = [{ kind: 'transfer_failed', tone: 'bad', actor: { kind: 'okpay' } }] as const;
  const refused = { ...kept(it), event: 'refuse', reason: decided.error, steps } as const;
  const isNew = await openOperation(tx, clock, refused);
  await publish(tx, clock, { type: 'transfer.failed', transferId: id, payerId: payer });
  return isNew;
}

async function recordWaiting(
  tx: Tx,
  { clock, pickupDays }: Deps,
  it: ToRecord,
  counted: Money,
): Promise<boolean> {
  const { id, payer, amount, note } = it.request;
  const { kind, key } = it.reference;
  const now = clock.now().round('millisecond');
  const expiresAt = now.add({ hours: pickupDays * 24 });
  const isNew = await openOperation(tx, clock, {
    ...kept(it),
    event: 'wait',
    reason: {
      code: 'payment_awaits_pickup',
      address: maskAddress(it.reference),
      until: expiresAt.toString(),
    },
    waiting: { nextActor: 'other_person', dueAt: expiresAt },
    steps: [{ kind: 'pickup_offered', tone: 'wait', actor: { kind: 'customer', id: payer } }],
  });
  const pickup: Pickup = {
    id,
    payer,
    amount,
    note: cleanNote(note),
    addressKind: kind,
    address: key,
    state: 'waiting',
    payee: null,
    counted,
    countedDay: it.facts.limits.day.toString(),
    createdAt: now,
    expiresAt,
  };
  if (!isNew || !(await store.insertPickup(tx, pickup))) return false;
  await watchPickup(tx, id, expiresAt);
  await publish(tx, clock, { type: 'pickup.offered', transferId: id, payerId: payer });
  return true;
}
