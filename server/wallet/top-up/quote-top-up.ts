import type { z } from 'zod';
import { quoteSchema, type TopUpQuoteKind } from '#common/api/top-up-quote';
import type { CustomerId } from '#common/id';
import { type Money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { createQuote, type Quote, wireQuoteOf } from '#operations';
import { Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import {
  blockOf,
  keptLimitFacts,
  type RateTable,
  readLimits,
  type ReleaseFacts,
  releaseRuleFor,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideQuote, type QuoteDecision, type TopUpRefusal } from './decide.ts';
import * as store from './store.ts';
import { type Arrival, estimateArrival } from './tariff.ts';
import { type Terms, wireTermsOf } from './terms.ts';
import { QUOTE_MINUTES } from './top-up.ts';

/** Days of our own experience that an estimate looks back on. */
const HISTORY_DAYS = 90;

export type WireQuote = z.input<typeof quoteSchema>;
type QuoteDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'ewallet'>;

/** Prices a top-up and promises what it says for some minutes; nothing is charged or reserved. */
export async function quoteTopUp(
  tx: Tx,
  { clock, signingKeys, limits, ewallet }: QuoteDeps,
  { customer, kind, amount }: { customer: CustomerId; kind: TopUpQuoteKind; amount: Money },
): Promise<Result<WireQuote, TopUpRefusal | Refusal<'ewallet_unavailable'>>> {
  if (kind === 'ewallet_top_up' && ewallet === null) return err({ code: 'ewallet_unavailable' });
  const now = clock.now();
  const tariffs = await store.tariffsInForce(tx, kind, now);
  const limitFacts = await readLimits(tx, clock, limits, { customer, capability: 'top_up' });
  const release = await releaseFactsFor(tx, customer, now, limitFacts.rates);
  const tariff = tariffs.find(({ amountMin }) => amountMin.currency === amount.currency) ?? null;
  const facts = {
    block: await blockOf(tx, customer, 'top_up'),
    tariff,
    offered: tariffs.map(({ amountMin }) => amountMin.currency),
    limits: limitFacts,
    release,
  };
  const decided = decideQuote(amount, facts);
  if (!decided.ok) return decided;

  const terms = termsFrom(amount, decided.value, {
    feeBasisPoints: tariff?.feeBasisPoints ?? 0,
    delayedUntil: now.add({ hours: release.rule.delayHours }).round('millisecond'),
    arrival: estimateArrival(
      await store.arrivalSamples(tx, kind, now.subtract({ hours: HISTORY_DAYS * 24 })),
    ),
  });
  const quote = await createQuote(tx, clock, signingKeys, {
    kind,
    owner: customer,
    terms: wireTermsOf(terms),
    basis: {
      tariff: tariff?.rule ?? null,
      release: release.rule.rule,
      grantedInWindow: toWire(release.grantedInWindow),
      limits: keptLimitFacts(limitFacts),
    },
    validFor: Temporal.Duration.from({ minutes: QUOTE_MINUTES }),
  });
  return ok(wireTopUpQuote(quote));
}

function termsFrom(
  credited: Money,
  { fee, total, release }: QuoteDecision,
  {
    feeBasisPoints,
    delayedUntil,
    arrival,
  }: { feeBasisPoints: number; delayedUntil: Temporal.Instant; arrival: Arrival },
): Terms {
  const { atOnce, delayed } = release;
  return {
    credited,
    fee,
    total,
    feeBasisPoints,
    atOnce,
    delayed,
    delayedUntil: delayed.minor > 0n ? delayedUntil : null,
    arrival,
  };
}

/** A quote as it travels, with the signature over exactly this. */
const wireTopUpQuote = (quote: Quote): WireQuote =>
  quoteSchema.parse({ ...wireQuoteOf(quote), signature: quote.signature });

/** What decides how much of a top-up is spendable at once. */
export async function releaseFactsFor(
  read: Reader,
  customer: CustomerId,
  now: Temporal.Instant,
  rates: RateTable,
): Promise<ReleaseFacts> {
  const since = await store.knownSince(read, customer);
  const daysKnown = since ? Math.floor(since.until(now).total('hours') / 24) : 0;
  const rule = await releaseRuleFor(read, daysKnown, now);
  const from = now.subtract({ hours: rule.windowHours });
  return {
    rule,
    grantedInWindow: await store.sumGrantedSince(read, customer, rule.atOnce.currency, from),
    rates,
  };
}
