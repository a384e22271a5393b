import { type Money, toWire, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { consumeStepUp, markOfWithdrawal } from '#identity';
import {
  consumeQuote,
  findOperation,
  type OperationToOpen,
  openOperation,
  type QuoteRefusal,
  refusalOf,
  usableQuote,
} from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import {
  addUsage,
  keepVerdict,
  keptLimitFacts,
  type LimitFacts,
  lockLimits,
  recordDecision,
  tellPayoutBlock,
  type Verdict,
} from '#risk';
import { accountsInUse } from '../bank-account/store.ts';
import type { WalletDeps } from '../deps.ts';
import { deviceMark } from '../rules/device.ts';
import { peopleOf } from '../top-up/assess-top-up.ts';
import { verdictOf } from './assess-withdrawal.ts';
import { decideStanding, type Standing } from './decide.ts';
import { holdForReview, waitForFile } from './review-withdrawal.ts';
import { holdMoney } from './settle.ts';
import { lockedStanding } from './standing-of.ts';
import * as store from './store.ts';
import { type Terms, termsOf, type WireTerms } from './terms.ts';
import { QUOTE_KIND, type RecordedRefusal, type Withdrawal, type WithdrawalRequest } from './withdrawal.ts';

/** `refused`: after the customer's yes; it stands in the history with its reason. */
export type Confirmed =
  | { readonly outcome: 'requested' | 'held' }
  | { readonly outcome: 'refused'; readonly refusal: RecordedRefusal };
type ConfirmRefusal = QuoteRefusal | Refusal<'not_found' | 'operation_id_reused' | 'step_up_not_valid'>;
type ConfirmDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'rules'>;

/**
 * Takes a customer's yes to a quote, all of it in the caller's transaction: the proof for this sum, quote and account is used up, amount and
 * fee are held, limits are counted, the rules are asked, the file of the quoted cut-off is set, or somebody is to look at it first. Nothing is sent
 * in here.
 */
export async function confirmWithdrawal(
  tx: Tx,
  { clock, signingKeys, limits: policy, rules }: ConfirmDeps,
  request: WithdrawalRequest,
): Promise<Result<Confirmed, ConfirmRefusal>> {
  const { id, customer, quoteId, stepUp, device } = request;
  // Under this lock one customer's requests come one after the other: of fifty equal ones the first is new.
  const limits = await lockLimits(tx, clock, policy, { customer, capability: 'withdraw' });
  const earlier = await store.findWithdrawal(tx, id);
  if (earlier) return repeated(tx, earlier, request);
  const wanted = { id: quoteId, kind: QUOTE_KIND, owner: customer };
  const usable = await usableQuote(tx, clock, signingKeys, wanted);
  if (!usable.ok) return usable;
  const { wire, terms } = termsOf(usable.value);
  const { bankAccount: account, total } = terms;
  if (!(await accountsInUse(tx, customer)).some((each) => each.id === account))
    return err({ code: 'not_found' });
  // Read before the proof is used up: a used one is not good any more.
  const people = await peopleOf(tx, clock, { customer, device, stepUp });
  const payee = markOfWithdrawal({ bankAccountId: account, quoteId });
  const proof = { id: stepUp, customer, action: 'withdrawal', amount: total, payee } as const;
  const proven = await consumeStepUp(tx, clock, proof);
  if (!proven.ok) return proven;

  const { currency } = total;
  const { standing, accounts } = await lockedStanding(tx, clock, { customer, account, currency }, limits);
  const { available } = standing;
  const known = { customer, terms, available, limits, people, device };
  const verdict = await verdictOf(tx, { clock, rules }, known);
  // The rules ask for more than the proof was made with: one went live meanwhile, or a fact has changed. It is confirmed anew.
  if (verdict.needsFactor && !people.proofs.get(stepUp)) return err({ code: 'step_up_not_valid' });
  const decided = decideByAll(terms, standing, verdict);
  const refusal = decided.ok ? null : decided.error;
  const counted = decided.ok ? decided.value.counted : zero(limits.used.day.currency);
  const isHeld = decided.ok && verdict.outcome === 'hold';
  const kept = rowOf(request, terms, { limits, counted, isTaken: decided.ok, isHeld, clock });
  if (!(await store.insertWithdrawal(tx, kept))) return err({ code: 'operation_id_reused' });
  if (!refusal) {
    await holdMoney(tx, clock, kept, accounts);
    await addUsage(tx, kept.usage);
    const consumed = await consumeQuote(tx, clock, signingKeys, { ...wanted, by: id });
    invariant(consumed.ok, `quote ${quoteId} is still usable under its owner's lock`);
  }
  const lookedAtBy = isHeld ? await holdForReview(tx, clock, kept, limits) : null;
  if (!refusal && !lookedAtBy) await waitForFile(tx, kept);
  await record(tx, clock, { request, wire, terms, limits, available, verdict, refusal, lookedAtBy });
  return ok(refusal ? { outcome: 'refused', refusal } : { outcome: lookedAtBy ? 'held' : 'requested' });
}

/** What stands in the way by itself is told before what a rule sees in it. */
function decideByAll(
  terms: Terms,
  standing: Standing,
  verdict: Verdict,
): Result<{ counted: Money }, RecordedRefusal> {
  const decided = decideStanding(terms, standing);
  const unsafe = tellPayoutBlock(verdict);
  return decided.ok && unsafe ? err(unsafe) : decided;
}

type Row = Omit<Withdrawal, 'file' | 'asks'>;
function rowOf(
  { id, customer, quoteId }: WithdrawalRequest,
  { amount, fee, bankAccount, cutOffAt, arrivesBy }: Terms,
  {
    limits,
    counted,
    isTaken,
    isHeld,
    clock,
  }: { limits: LimitFacts; counted: Money; isTaken: boolean; isHeld: boolean; clock: Clock },
): Row {
  const usage = { customer, capability: 'withdraw', day: limits.day, counted } as const;
  const money = isTaken ? 'held' : 'none';
  const createdAt = clock.now();
  return {
    id,
    customer,
    quote: quoteId,
    bankAccount,
    amount,
    fee,
    usage,
    cutOffAt,
    arrivesBy,
    inReview: isHeld,
    money,
    createdAt,
  };
}

async function repeated(
  tx: Tx,
  earlier: Withdrawal,
  { id, customer, quoteId }: WithdrawalRequest,
): Promise<Result<Confirmed, Refusal<'operation_id_reused'>>> {
  if (earlier.customer !== customer || earlier.quote !== quoteId) return err({ code: 'operation_id_reused' });
  // It was taken, whatever became of it since: the entry tells.
  if (earlier.money !== 'none') return ok({ outcome: 'requested' });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as RecordedRefusal });
}

type ToRecord = {
  readonly request: WithdrawalRequest;
  readonly wire: WireTerms;
  readonly terms: Terms;
  readonly limits: LimitFacts;
  readonly available: Money;
  readonly verdict: Verdict;
  readonly refusal: RecordedRefusal | null;
  /** By when somebody has looked at it, of what is held until then. */
  readonly lookedAtBy: Temporal.Instant | null;
};

const common = ({ request, wire, terms, limits, available, verdict, refusal, lookedAtBy }: ToRecord) => {
  const { id, customer, quoteId, device } = request;
  return {
    id,
    kind: 'withdrawal',
    owner: customer,
    amount: terms.amount,
    fee: terms.fee,
    lines: [
      { kind: 'amount', amount: terms.amount },
      { kind: 'fee', amount: terms.fee },
      { kind: 'total', amount: terms.total },
    ],
    decision: {
      quote: quoteId,
      terms: wire,
      limits: keptLimitFacts(limits),
      available: toWire(available),
      outcome: refusal?.code ?? (lookedAtBy ? 'held' : 'requested'),
      rules: keepVerdict(verdict),
      device: deviceMark(device),
    },
    participants: [
      { customer, direction: 'out', counterparty: { kind: 'bank_account', name: '', detail: terms.account } },
    ],
  } as const;
};

function operationOf(it: ToRecord): OperationToOpen<'withdrawal'> {
  const { refusal, terms, request, lookedAtBy } = it;
  if (refusal)
    return {
      ...common(it),
      event: 'refuse',
      reason: refusal,
      steps: [{ kind: 'withdrawal_failed', tone: 'bad', actor: { kind: 'okpay' } }],
    };
  const asked = {
    kind: 'withdrawal_requested',
    tone: 'neutral',
    actor: { kind: 'customer', id: request.customer },
    facts: { total: toWire(terms.total), fee: toWire(terms.fee) },
  } as const;
  if (lookedAtBy)
    return {
      ...common(it),
      event: 'hold',
      reason: { code: 'withdrawal_in_review', total: terms.total, dueAt: lookedAtBy.toString() },
      waiting: { nextActor: 'okpay', dueAt: lookedAtBy },
      steps: [asked, { kind: 'withdrawal_held', tone: 'wait', actor: { kind: 'okpay' } }],
    };
  const [cutOff, arrivesBy] = [terms.cutOffAt.toString(), terms.arrivesBy.toString()];
  return {
    ...common(it),
    event: 'request',
    reason: { code: 'withdrawal_requested', cutOff, arrivesBy },
    waiting: { nextActor: 'okpay', dueAt: terms.cutOffAt },
    steps: [asked],
  };
}

async function record(tx: Tx, clock: Clock, it: ToRecord): Promise<void> {
  const { id, customer } = it.request;
  invariant(await openOperation(tx, clock, operationOf(it)), `${id} is a new id`);
  const { verdict } = it;
  if (verdict.outcome !== 'allow') {
    const decided = {
      about: 'withdrawal',
      stage: 'payment',
      payer: customer,
      payee: null,
      operation: id,
    } as const;
    await recordDecision(tx, clock, { ...decided, amount: it.terms.amount, verdict });
  }
  const state = it.refusal ? 'failed' : it.lookedAtBy ? 'in_review' : 'requested';
  await publish(tx, clock, { type: 'withdrawal.changed', withdrawalId: id, customerId: customer, state });
}
