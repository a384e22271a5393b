import type { z } from 'zod';
import { exchangeQuoteSchema } from '#common/api/exchange';
import { PRICE_MINUTES } from '#common/exchange-price';
import type { CustomerId } from '#common/id';
import { type Currency, type Money, toWire } from '#common/money';
import { invariant, ok, type Result } from '#common/result';
import { createQuote, wireQuoteOf } from '#operations';
import { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { originOf, ratesAt } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideQuote } from './decide.ts';
import { type PricingRefusal, QUOTE_KIND } from './exchange.ts';
import { standingOf } from './standing-of.ts';
import { exchangeTariffs } from './store.ts';
import { wireTermsOf } from './terms.ts';

export type WireQuote = z.output<typeof exchangeQuoteSchema>;
export type QuoteWanted = {
  readonly customer: CustomerId;
  readonly from: Currency;
  readonly to: Currency;
  /** What is given or what is to be got, by its currency. */
  readonly amount: Money;
};

/** Prices an exchange and keeps the price for some minutes; nothing moves and nothing is reserved. */
export async function quoteExchange(
  tx: Tx,
  { clock, signingKeys }: Pick<WalletDeps, 'clock' | 'signingKeys'>,
  { customer, from, to, amount }: QuoteWanted,
): Promise<Result<WireQuote, PricingRefusal>> {
  const now = clock.now();
  const tariffs = await exchangeTariffs(tx, now);
  const tariff = tariffs.find((each) => each.from === from && each.to === to) ?? null;
  const rates = await ratesAt(tx, now);
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const standing = await standingOf(tx, customer, { from, to });
  const decided = decideQuote(amount, { from, to }, { ...standing, tariff, rates, today });
  if (!decided.ok) return decided;
  const origin = originOf(rates, from, to);
  invariant(tariff !== null && origin !== null, 'what is priced has a tariff and a rate');
  const quote = await createQuote(tx, clock, signingKeys, {
    kind: QUOTE_KIND,
    owner: customer,
    terms: wireTermsOf(decided.value, tariff, origin),
    basis: {
      tariff: tariff.rule,
      spread: toWire(decided.value.spread),
      rounding: toWire(decided.value.rounding),
    },
    validFor: Temporal.Duration.from({ minutes: PRICE_MINUTES }),
  });
  return ok(exchangeQuoteSchema.parse({ ...wireQuoteOf(quote), signature: quote.signature }));
}
