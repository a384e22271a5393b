import type { CustomerId, QuoteId, TopUpId } from '#common/id';
import { add, type Money, money, subtract, toWire, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import {
  consumeQuote,
  findOperation,
  type Line,
  openOperation,
  type QuoteRefusal,
  refusalOf,
  usableQuote,
} from '#operations';
import type { Tx } from '#platform/db';
import { sha256 } from '#platform/crypto';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import {
  addUsage,
  decideLimits,
  decideRelease,
  keptLimitFacts,
  lockLimits,
  mayDo,
  type LimitFacts,
  type Release,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import { releaseFactsFor } from './quote-top-up.ts';
import * as store from './store.ts';
import { type Terms, termsOf } from './terms.ts';
import { ASK_AFTER_SECONDS, QUOTE_KIND, type TopUp } from './top-up.ts';
import { ASK_JOB, askKey } from './work.ts';

export type TopUpRequest = {
  readonly id: TopUpId;
  readonly customer: CustomerId;
  readonly quoteId: QuoteId;
  readonly cardToken: string;
};
/** Refusals that stand in the history, as the customer had confirmed. */
export type RecordedRefusal = Refusal<'account_cannot_send' | 'limit_per_payment' | 'limit_per_day'>;
/** `confirmed`: the acquirer is to be asked now. `repeated`: it was confirmed before, and this is not the one to ask. */
export type Confirmation =
  | { readonly outcome: 'confirmed' | 'repeated'; readonly total: Money }
  | { readonly outcome: 'refused'; readonly refusal: RecordedRefusal };

type ConfirmDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits'>;

/**
 * Takes a customer's yes to a quote: the quote is used up, the intent is written, and a question to the acquirer is set for
 * the case that this process dies before it has charged. Nothing is charged in here.
 */
export async function confirmTopUp(
  tx: Tx,
  deps: ConfirmDeps,
  request: TopUpRequest,
): Promise<Result<Confirmation, QuoteRefusal | Refusal<'operation_id_reused'>>> {
  const { clock, signingKeys, limits } = deps;
  const { id, customer, quoteId } = request;
  // Under this lock one customer's requests come one after the other: of 50 equal ones the first is new and 49 are repeated.
  const limitFacts = await lockLimits(tx, clock, limits, { customer, capability: 'top_up' });
  const earlier = await store.findTopUp(tx, id);
  if (earlier) return repeated(tx, earlier, request);

  const usable = await usableQuote(tx, clock, signingKeys, {
    id: quoteId,
    kind: QUOTE_KIND,
    owner: customer,
  });
  if (!usable.ok) return usable;
  const terms = termsOf(usable.value);
  const now = clock.now();
  const release = decideRelease(terms.atOnce, await releaseFactsFor(tx, customer, now, limitFacts.rates));
  // Another top-up has used what was to be spendable at once: the promise of this quote no longer holds.
  if (release.delayed.minor > 0n) return err({ code: 'quote_expired', expiredAt: now.toString() });

  const decided = await decideConfirmation(tx, customer, terms, limitFacts);
  if (!decided.ok) {
    const isNew = await record(tx, deps, {
      request,
      terms,
      limitFacts,
      release,
      counted: zero(limitFacts.usedToday.currency),
      refusal: decided.error,
    });
    return isNew ? ok({ outcome: 'refused', refusal: decided.error }) : err({ code: 'operation_id_reused' });
  }
  const consumed = await consumeQuote(tx, clock, signingKeys, {
    id: quoteId,
    kind: QUOTE_KIND,
    owner: customer,
    by: id,
  });
  if (!consumed.ok) return consumed;
  const isNew = await record(tx, deps, {
    request,
    terms,
    limitFacts,
    release,
    counted: decided.value,
    refusal: null,
  });
  if (!isNew) return err({ code: 'operation_id_reused' }); // Somebody else's id: nothing is told of it.
  return ok({ outcome: 'confirmed', total: terms.total });
}

/** What has changed since the quote can still refuse: a block, or limits that other top-ups have used. */
async function decideConfirmation(
  tx: Tx,
  customer: CustomerId,
  terms: Terms,
  limitFacts: LimitFacts,
): Promise<Result<Money, RecordedRefusal>> {
  if (!(await mayDo(tx, customer, 'top_up'))) return err({ code: 'account_cannot_send' });
  const limited = decideLimits(terms.credited, limitFacts);
  return limited.ok ? ok(limited.value.counted) : limited;
}

async function repeated(
  tx: Tx,
  earlier: TopUp,
  { id, customer, quoteId, cardToken }: TopUpRequest,
): Promise<Result<Confirmation, Refusal<'operation_id_reused'>>> {
  const isSame =
    earlier.customer === customer &&
    earlier.quote === quoteId &&
    earlier.tokenDigest.equals(sha256(cardToken));
  if (!isSame) return err({ code: 'operation_id_reused' });
  if (earlier.isCharged) return ok({ outcome: 'repeated', total: add(earlier.amount, earlier.fee) });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as RecordedRefusal });
}

type ToRecord = {
  request: TopUpRequest;
  terms: Terms;
  limitFacts: LimitFacts;
  release: Release;
  counted: Money;
  refusal: RecordedRefusal | null;
};

/** Writes the operation, the row and what goes with them. False if the id belongs to somebody else's top-up. */
async function record(
  tx: Tx,
  { clock }: ConfirmDeps,
  { request, terms, limitFacts, release, counted, refusal }: ToRecord,
): Promise<boolean> {
  const { id, customer, quoteId, cardToken } = request;
  const now = clock.now();
  const usage = { customer, capability: 'top_up', day: limitFacts.day, counted } as const;
  const common = {
    id,
    kind: 'top_up',
    owner: customer,
    amount: terms.credited,
    fee: terms.fee,
    lines: receiptLines(terms),
    decision: {
      quote: quoteId,
      limits: keptLimitFacts(limitFacts),
      atOnce: toWire(release.atOnce),
      outcome: refusal?.code ?? 'confirmed',
    },
    participants: [{ customer, direction: 'in', counterparty: { kind: 'card', name: '', detail: null } }],
  } as const;
  const actor = { kind: 'customer', id: customer } as const;
  const askAt = now.add({ seconds: ASK_AFTER_SECONDS[0] });
  const opened = refusal
    ? await openOperation(tx, clock, {
        ...common,
        event: 'refuse',
        reason: refusal,
        steps: [{ kind: 'top_up_refused', tone: 'bad', actor: { kind: 'okpay' } }],
      })
    : await openOperation(tx, clock, {
        ...common,
        event: 'confirm',
        waiting: { nextActor: 'okpay', dueAt: askAt },
        steps: [
          {
            kind: 'top_up_confirmed',
            tone: 'neutral',
            actor,
            facts: { amount: toWire(terms.credited), fee: toWire(terms.fee), total: toWire(terms.total) },
          },
        ],
      });
  if (!opened) return false;
  await store.insertTopUp(tx, {
    id,
    customer,
    quote: quoteId,
    tokenDigest: sha256(cardToken),
    amount: terms.credited,
    fee: terms.fee,
    atOnce: terms.atOnce,
    delayedUntil: terms.delayedUntil,
    granted: release.counted,
    usage,
    isCharged: refusal === null,
    chargeId: null,
    card: null,
    asks: 0,
    createdAt: now,
    held: money(0n, terms.credited.currency),
    holdNumber: 0,
    chargedBack: money(0n, terms.credited.currency),
  });
  if (!refusal) {
    await addUsage(tx, usage);
    await schedule(tx, { at: askAt, job: ASK_JOB, payload: { id }, key: askKey(id) });
  }
  await publish(tx, clock, {
    type: 'top_up.changed',
    topUpId: id,
    customerId: customer,
    state: refusal ? 'failed' : 'created',
  });
  return true;
}

function receiptLines({ credited, fee, total, atOnce, delayed }: Terms): Line[] {
  const lines: Line[] = [
    { kind: 'amount', amount: credited },
    { kind: 'fee', amount: fee },
    { kind: 'total', amount: total },
  ];
  if (delayed.minor > 0n)
    lines.push(
      { kind: 'spendable_at_once', amount: atOnce },
      { kind: 'delayed', amount: subtract(credited, atOnce) },
    );
  return lines;
}
