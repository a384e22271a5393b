import { type Money, toWire } from '#common/money';
import { err, invariant, ok, type Result } from '#common/result';
import { type Leg, legId, postIn } from '#ledger';
import {
  consumeQuote,
  findOperation,
  type Line,
  openOperation,
  type Participant,
  refusalOf,
  usableQuote,
} from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { decideStanding } from './decide.ts';
import {
  type ConfirmRefusal,
  type Exchange,
  type ExchangeRequest,
  QUOTE_KIND,
  type StandingRefusal,
} from './exchange.ts';
import { type Accounts, lockedStanding, lockExchange } from './standing-of.ts';
import * as store from './store.ts';
import { type Parts, partsOf, type WireTerms } from './terms.ts';

/** `refused`: after the customer's yes; it stands in the history with its reason. */
export type Exchanged =
  | { readonly outcome: 'completed' }
  | { readonly outcome: 'refused'; readonly refusal: StandingRefusal };

/**
 * Exchanges as a quote says, all of it in the caller's transaction: the quote is used up, fee, conversion, mark-up and rounding are posted as
 * one chain, and the operation stands in the history. A quote holds whatever the rates do meanwhile; what the account may do is asked again.
 */
export async function confirmExchange(
  tx: Tx,
  { clock, signingKeys }: Pick<WalletDeps, 'clock' | 'signingKeys'>,
  request: ExchangeRequest,
): Promise<Result<Exchanged, ConfirmRefusal>> {
  const { id, customer, quoteId } = request;
  const wanted = { id: quoteId, kind: QUOTE_KIND, owner: customer };
  const before = await store.findExchange(tx, id);
  if (before) return repeated(tx, before, request);
  const usable = await usableQuote(tx, clock, signingKeys, wanted);
  if (!usable.ok) return usable;
  const { terms, parts } = partsOf(usable.value);
  const [from, to] = [parts.give.currency, parts.get.currency];
  const accounts = await lockExchange(tx, clock, customer, { from, to });
  // Under these locks one customer's requests come one after the other: of fifty equal ones the first is new.
  const meanwhile = await store.findExchange(tx, id);
  if (meanwhile) return repeated(tx, meanwhile, request);

  const standing = await lockedStanding(tx, clock, customer, { from, to }, accounts);
  const decided = decideStanding(parts.give, standing);
  const refusal = decided.ok ? null : decided.error;
  const { give, fee, get, spread, rounding } = parts;
  const kept = { id, customer, quote: quoteId, give, fee, get, spread, rounding, isCompleted: decided.ok };
  if (!(await store.insertExchange(tx, kept, clock.now()))) return err({ code: 'operation_id_reused' });
  if (!refusal) {
    const consumed = await consumeQuote(tx, clock, signingKeys, { ...wanted, by: id });
    if (!consumed.ok) return consumed;
    await post(tx, clock, { request, parts, accounts });
  }
  await record(tx, clock, { request, terms, parts, available: standing.available, refusal });
  return ok(refusal ? { outcome: 'refused', refusal } : { outcome: 'completed' });
}

async function repeated(
  tx: Tx,
  earlier: Exchange,
  { id, customer, quoteId }: ExchangeRequest,
): Promise<Result<Exchanged, ConfirmRefusal>> {
  if (earlier.customer !== customer || earlier.quote !== quoteId) return err({ code: 'operation_id_reused' });
  if (earlier.isCompleted) return ok({ outcome: 'completed' });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as StandingRefusal });
}

type Posting = { readonly request: ExchangeRequest; readonly parts: Parts; readonly accounts: Accounts };

/**
 * One chain, balanced in each currency; the position is the bridge. Its value at the rate of the market is then what spread and rounding say.
 * Source: reference/wallet.md section 4.
 */
async function post(tx: Tx, clock: Clock, { request: { id }, parts, accounts }: Posting): Promise<void> {
  const { from, to, positionFrom, positionTo } = accounts;
  const leg = (
    name: string,
    code: 'exchange' | 'fee' | 'rounding',
    [debit, credit]: readonly [Accounts['from'], Accounts['from']],
    amount: Money,
  ): Leg => ({ kind: 'single', id: legId(id, name), code, debit, credit, amount });
  const legs = [
    leg('give', 'exchange', [from, positionFrom], parts.converted),
    leg('get', 'exchange', [positionTo, to], parts.get),
    leg('fee', 'fee', [from, accounts.fees], parts.fee),
    leg('spread', 'fee', [positionTo, accounts.spread], parts.spread),
    leg('rounding', 'rounding', [positionTo, accounts.rounding], parts.rounding),
  ].filter((each) => each.kind === 'single' && each.amount.minor > 0n);
  const [first, ...rest] = legs;
  invariant(first !== undefined, 'something is exchanged');
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [first, ...rest] }]);
  invariant(posted?.ok === true && posted.value.status === 'created', `${id} was decided under the locks`);
}

type ToRecord = {
  readonly request: ExchangeRequest;
  readonly terms: WireTerms;
  readonly parts: Parts;
  readonly available: Money;
  readonly refusal: StandingRefusal | null;
};

/** Fee and conversion only where there is a fee: otherwise both would say the same. */
const linesOf = ({ give, fee, converted, get }: Parts): Line[] => [
  { kind: 'amount', amount: give },
  ...(fee.minor > 0n
    ? ([
        { kind: 'fee', amount: fee },
        { kind: 'converted', amount: converted },
      ] as const)
    : []),
  { kind: 'received', amount: get },
];

async function record(
  tx: Tx,
  clock: Clock,
  { request: { id, customer, quoteId }, terms, parts, available, refusal }: ToRecord,
): Promise<void> {
  const participant: Participant = {
    customer,
    direction: 'out',
    counterparty: { kind: 'okpay', name: 'OKPay', detail: null },
    received: parts.get,
  };
  const common = {
    id,
    kind: 'exchange',
    owner: customer,
    amount: parts.give,
    fee: parts.fee,
    lines: linesOf(parts),
    decision: {
      quote: quoteId,
      terms,
      available: toWire(available),
      outcome: refusal?.code ?? 'completed',
    },
    participants: [participant],
  } as const;
  const opened = await openOperation(
    tx,
    clock,
    refusal
      ? {
          ...common,
          event: 'refuse',
          reason: refusal,
          steps: [{ kind: 'exchange_failed', tone: 'bad', actor: { kind: 'okpay' } }],
        }
      : {
          ...common,
          event: 'complete',
          steps: [
            {
              kind: 'exchange_completed',
              tone: 'good',
              actor: { kind: 'customer', id: customer },
              facts: { give: toWire(parts.give), get: toWire(parts.get), rate: terms.rate },
            },
          ],
        },
  );
  invariant(opened, `${id} is a new id`);
  const type = refusal ? 'exchange.failed' : 'exchange.completed';
  await publish(tx, clock, { type, exchangeId: id, customerId: customer });
}
