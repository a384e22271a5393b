import { type Currency, decimalText, money, parseTypedAmount } from '#common/money';
import { PRICE_PARTS, type TariffPrices } from '#common/tariff';

/** A price as it stands in the fields. */
export type TypedPrices = {
  fee: string;
  share: string;
  correspondent: string;
  markup: string;
  minimum: string;
};

export const typedOf = (prices: TariffPrices, currency: Currency): TypedPrices => ({
  fee: sumText(prices.feeMinor, currency),
  share: percentText(prices.feeBasisPoints ?? 0),
  correspondent: sumText(prices.correspondentFeeMinor, currency),
  markup: percentText(prices.markupBasisPoints ?? 0),
  minimum: sumText(prices.minimumMinor, currency),
});

const sumText = (minor: string | null, currency: Currency): string =>
  decimalText(money(BigInt(minor ?? 0), currency));

const percentText = (basisPoints: number): string =>
  `${Math.trunc(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`;

/** Basis points of a percentage with at most two decimals; null of anything else. */
export function basisPointsOf(typed: string): number | null {
  const parts = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** Reads the fields of a price like this one; null while one of them is no number. A fee may be nothing. */
export function pricesOf(typed: TypedPrices, like: TariffPrices, currency: Currency): TariffPrices | null {
  const read: TariffPrices = {
    feeBasisPoints: basisPointsOf(typed.share),
    markupBasisPoints: basisPointsOf(typed.markup),
    feeMinor: feeOf(typed.fee, currency),
    correspondentFeeMinor: feeOf(typed.correspondent, currency),
    minimumMinor: minorOf(typed.minimum, currency),
  };
  if (PRICE_PARTS.some((part) => like[part] !== null && read[part] === null)) return null;
  return {
    feeBasisPoints: like.feeBasisPoints === null ? null : read.feeBasisPoints,
    markupBasisPoints: like.markupBasisPoints === null ? null : read.markupBasisPoints,
    feeMinor: like.feeMinor === null ? null : read.feeMinor,
    correspondentFeeMinor: like.correspondentFeeMinor === null ? null : read.correspondentFeeMinor,
    minimumMinor: like.minimumMinor === null ? null : read.minimumMinor,
  };
}

const feeOf = (typed: string, currency: Currency): string | null =>
  /^0+(\.0+)?$/.test(typed.trim()) ? '0' : minorOf(typed, currency);

function minorOf(typed: string, currency: Currency): string | null {
  const amount = parseTypedAmount(typed, currency);
  return amount.ok ? amount.value.minor.toString() : null;
}
