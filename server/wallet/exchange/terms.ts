import type { z } from 'zod';
import { exchangeTermsSchema } from '#common/api/exchange-terms';
import type { ExchangePrice, ExchangeTariff } from '#common/exchange-price';
import { fromWire, type Money, toWire } from '#common/money';
import { rateText } from '#common/rates';
import type { Quote } from '#operations';
import type { Origin } from '#risk';

export type WireTerms = z.output<typeof exchangeTermsSchema>;

/** What is promised, in the form in which the customer gets it, and which is signed. */
export function wireTermsOf(
  price: ExchangePrice,
  { feeBasisPoints, markupBasisPoints }: ExchangeTariff,
  { source, day, fetchedAt }: Origin,
): WireTerms {
  const [from, to] = [price.give.currency, price.get.currency];
  return {
    give: toWire(price.give),
    fee: toWire(price.fee),
    converted: toWire(price.converted),
    get: toWire(price.get),
    rate: rateText(price.rate, from, to),
    referenceRate: rateText(price.reference, from, to),
    referenceSource: source,
    referenceDay: day,
    referenceFetchedAt: fetchedAt?.toString() ?? null,
    feeBasisPoints,
    markupBasisPoints,
    cost: toWire(price.cost),
  };
}

/** The lines that are posted, of what was promised and of what it was counted with. */
export type Parts = {
  readonly give: Money;
  readonly fee: Money;
  readonly converted: Money;
  readonly get: Money;
  readonly spread: Money;
  readonly rounding: Money;
};

/** Reads terms and parts back from a quote that has proved genuine. */
export function partsOf({ terms, basis }: Quote): { terms: WireTerms; parts: Parts } {
  const wire = exchangeTermsSchema.parse(terms);
  const part = (name: string): Money => fromWire(exchangeTermsSchema.shape.get.parse(basis[name]));
  return {
    terms: wire,
    parts: {
      give: fromWire(wire.give),
      fee: fromWire(wire.fee),
      converted: fromWire(wire.converted),
      get: fromWire(wire.get),
      spread: part('spread'),
      rounding: part('rounding'),
    },
  };
}
