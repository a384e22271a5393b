// Rates between currencies as exact fractions. A rate is an integer with a scale; nothing here is ever a floating-point number.
import { CURRENCY_EXPONENT, type Currency } from './money.ts';

/** How many units of a currency one euro is: mantissa / 10^scale. */
export type Rate = { readonly mantissa: bigint; readonly scale: number };
/** By currency; the euro is in it with one to one. */
export type Rates = Readonly<Partial<Record<Currency, Rate>>>;
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

const tenTo = (exponent: number): bigint => 10n ** BigInt(exponent);

/** What one minor unit of `from` is in minor units of `to`; null where one of them has no rate. */
export function crossRate(from: Currency, to: Currency, rates: Rates): Fraction | null {
  const [source, target] = [rates[from], rates[to]];
  if (!source || !target) return null;
  return {
    numerator: target.mantissa * tenTo(source.scale + CURRENCY_EXPONENT[to]),
    denominator: source.mantissa * tenTo(target.scale + CURRENCY_EXPONENT[from]),
  };
}

/** Digits of a rate that people are shown. Source: EU 2019/518 practice, six significant digits. */
const SIGNIFICANT = 6;

/**
 * One unit of `from` in units of `to` as decimal text with six significant digits, half away from zero, e.g. "7.12446". For reading
 * only: amounts are counted with the fraction.
 */
export function rateText({ numerator, denominator }: Fraction, from: Currency, to: Currency): string {
  let [top, bottom] = [
    numerator * tenTo(CURRENCY_EXPONENT[from]),
    denominator * tenTo(CURRENCY_EXPONENT[to]),
  ];
  // Digits behind the point such that six significant ones are shown.
  let places = SIGNIFICANT - 1;
  while (top >= bottom * 10n && places > 0) {
    bottom *= 10n;
    places -= 1;
  }
  while (top < bottom) {
    top *= 10n;
    places += 1;
  }
  const scaled = (top * tenTo(SIGNIFICANT - 1) * 2n + bottom) / (bottom * 2n);
  const digits = scaled.toString().padStart(places + 1, '0');
  if (places === 0) return digits;
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
