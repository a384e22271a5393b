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
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import { addUsage, keptLimitFacts, type LimitFacts, lockLimits } from '#risk';
import { accountsInUse } from '../bank-account/store.ts';
import type { WalletDeps } from '../deps.ts';
import { decideStanding } from './decide.ts';
import { holdMoney } from './settle.ts';
import { lockedStanding } from './standing-of.ts';
import * as store from './store.ts';
import { type Terms, termsOf, type WireTerms } from './terms.ts';
import { QUOTE_KIND, type StandingRefusal, type Withdrawal, type WithdrawalRequest } from './withdrawal.ts';
import { MAKE_FILE_JOB, makeFileKey } from './work.ts';

/** `refused`: after the customer's yes; it stands in the history with its reason. */
export type Confirmed =
  | { readonly outcome: 'requested' }
  | { readonly outcome: 'refused'; readonly refusal: StandingRefusal };
type ConfirmRefusal = QuoteRefusal | Refusal<'not_found' | 'operation_id_reused' | 'step_up_not_valid'>;
type ConfirmDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits'>;

/**
 * Takes a customer's yes to a quote, all of it in the caller's transaction: the proof for this sum, quote and account is used up, amount and
 * fee are held, limits are counted, the file of the quoted cut-off is set. Nothing is sent in here.
 */
export async function confirmWithdrawal(
  tx: Tx,
  { clock, signingKeys, limits: policy }: ConfirmDeps,
  request: WithdrawalRequest,
): Promise<Result<Confirmed, ConfirmRefusal>> {
  const { id, customer, quoteId, stepUp } = request;
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
  const payee = markOfWithdrawal({ bankAccountId: account, quoteId });
  const proof = { id: stepUp, customer, action: 'withdrawal', amount: total, payee } as const;
  const proven = await consumeStepUp(tx, clock, proof);
  if (!proven.ok) return proven;

  const { currency } = total;
  const { standing, accounts } = await lockedStanding(tx, clock, { customer, account, currency }, limits);
  const decided = decideStanding(terms, standing);
  const refusal = decided.ok ? null : decided.error;
  const counted = decided.ok ? decided.value.counted : zero(limits.used.day.currency);
  const kept = rowOf(request, terms, { limits, counted, isTaken: decided.ok, clock });
  if (!(await store.insertWithdrawal(tx, kept))) return err({ code: 'operation_id_reused' });
  if (!refusal) {
    await holdMoney(tx, clock, kept, accounts);
    await addUsage(tx, kept.usage);
    const consumed = await consumeQuote(tx, clock, signingKeys, { ...wanted, by: id });
    invariant(consumed.ok, `quote ${quoteId} is still usable under its owner's lock`);
    const at = terms.cutOffAt;
    const key = makeFileKey(currency, at.toString());
    await schedule(tx, { at, job: MAKE_FILE_JOB, payload: { currency }, key });
  }
  await record(tx, clock, { request, wire, terms, limits, available: standing.available, refusal });
  return ok(refusal ? { outcome: 'refused', refusal } : { outcome: 'requested' });
}

type Row = Omit<Withdrawal, 'file' | 'asks'>;
function rowOf(
  { id, customer, quoteId }: WithdrawalRequest,
  { amount, fee, bankAccount, cutOffAt, arrivesBy }: Terms,
  { limits, counted, isTaken, clock }: { limits: LimitFacts; counted: Money; isTaken: boolean; clock: Clock },
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
  if (earlier.money !== 'none') return ok({ outcome: 'requested' });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as StandingRefusal });
}

type ToRecord = {
  readonly request: WithdrawalRequest;
  readonly wire: WireTerms;
  readonly terms: Terms;
  readonly limits: LimitFacts;
  readonly available: Money;
  readonly refusal: StandingRefusal | null;
};

const common = ({ request: { id, customer, quoteId }, wire, terms, limits, available, refusal }: ToRecord) =>
  ({
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
      outcome: refusal?.code ?? 'requested',
    },
    participants: [
      { customer, direction: 'out', counterparty: { kind: 'bank_account', name: '', detail: terms.account } },
    ],
  }) as const;

function operationOf(it: ToRecord): OperationToOpen<'withdrawal'> {
  const { refusal, terms, request } = it;
  if (refusal)
    return {
      ...common(it),
      event: 'refuse',
      reason: refusal,
      steps: [{ kind: 'withdrawal_failed', tone: 'bad', actor: { kind: 'okpay' } }],
    };
  const [cutOff, arrivesBy] = [terms.cutOffAt.toString(), terms.arrivesBy.toString()];
  return {
    ...common(it),
    event: 'request',
    reason: { code: 'withdrawal_requested', cutOff, arrivesBy },
    waiting: { nextActor: 'okpay', dueAt: terms.cutOffAt },
    steps: [
      {
        kind: 'withdrawal_requested',
        tone: 'neutral',
        actor: { kind: 'customer', id: request.customer },
        facts: { total: toWire(terms.total), fee: toWire(terms.fee) },
      },
    ],
  };
}

async function record(tx: Tx, clock: Clock, it: ToRecord): Promise<void> {
  const { id, customer } = it.request;
  invariant(await openOperation(tx, clock, operationOf(it)), `${id} is a new id`);
  const state = it.refusal ? 'failed' : 'requested';
  await publish(tx, clock, { type: 'withdrawal.changed', withdrawalId: id, customerId: customer, state });
}
