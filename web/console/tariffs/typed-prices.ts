import { type Currency, decimalText, money, parseTypedAmount } from '#common/money';
import type { TariffPrices } from '#common/tariff';

/** A price as it stands in the fields. */
export type TypedPrices = { fee: string; share: string; markup: string; minimum: string };

export const typedOf = (prices: TariffPrices, currency: Currency): TypedPrices => ({
  fee: decimalText(money(BigInt(prices.feeMinor), currency)),
  share: percentText(prices.feeBasisPoints ?? 0),
  markup: percentText(prices.markupBasisPoints ?? 0),
  minimum: decimalText(money(BigInt(prices.minimumMinor), currency)),
});

const percentText = (basisPoints: number): string =>
  `${Math.trunc(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`;

/** Basis points of a percentage with at most two decimals; null of anything else. */
export function basisPointsOf(typed: string): number | null {
  const parts = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** Reads the fields; null while one of them is no number. A fee may be nothing. */
export function pricesOf(typed: TypedPrices, like: TariffPrices, currency: Currency): TariffPrices | null {
  const fee = /^0+(\.0+)?$/.test(typed.fee.trim()) ? 0n : minorOf(typed.fee, currency);
  const minimum = minorOf(typed.minimum, currency);
  const [share, markup] = [basisPointsOf(typed.share), basisPointsOf(typed.markup)];
  const isMissing =
    (like.feeBasisPoints !== null && share === null) || (like.markupBasisPoints !== null && markup === null);
  if (fee === null || minimum === null || isMissing) return null;
  return {
    feeBasisPoints: like.feeBasisPoints === null ? null : share,
    markupBasisPoints: like.markupBasisPoints === null ? null : markup,
    feeMinor: fee.toString(),
    minimumMinor: minimum.toString(),
  };
}

function minorOf(typed: string, currency: Currency): bigint | null {
  const amount = parseTypedAmount(typed, currency);
  return amount.ok ? amount.value.minor : null;
}
