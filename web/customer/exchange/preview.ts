import type { exchangeApi } from '#common/api/exchange';
import type { OkOf } from '#common/api/route';
import { type ExchangePrice, priceExchange } from '#common/exchange-price';
import { fromWire, type Currency, type Money } from '#common/money';
import type { Rates } from '#common/rates';

export type Offer = OkOf<typeof exchangeApi.exchangeRates>;

const ratesOf = ({ rates }: Offer): Rates =>
  Object.fromEntries(
    rates
      .filter(({ offered }) => offered)
      .map(({ currency, mantissa, scale }) => [currency, { mantissa: BigInt(mantissa), scale }]),
  );

/** What a quote would say now, counted as the server counts it; null where nothing can be said yet. */
export function previewOf(
  offer: Offer,
  { from, to }: { from: Currency; to: Currency },
  amount: Money,
): ExchangePrice | null {
  const tariff = offer.tariff.find((each) => each.from === from && each.to === to);
  if (!tariff) return null;
  const own = { ...tariff, feeMin: fromWire(tariff.feeMin), giveMin: fromWire(tariff.giveMin) };
  const priced = priceExchange(amount, own, ratesOf(offer));
  return priced?.ok ? priced.value : null;
}
