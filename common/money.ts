import { err, ok, type Result } from './result.ts';

/** ISO 4217 exponents: the number of minor-unit digits. JPY has none, KWD has three. Source: ISO 4217 list one. */
export const CURRENCY_EXPONENT = { CNY: 2, USD: 2, EUR: 2, GBP: 2, HKD: 2, JPY: 0, KWD: 3 } as const;
export type Currency = keyof typeof CURRENCY_EXPONENT;
export const CURRENCIES = Object.keys(CURRENCY_EXPONENT) as readonly Currency[];
export const isCurrency = (text: string): text is Currency => Object.hasOwn(CURRENCY_EXPONENT, text);

/** Largest single amount in minor units. The ledger's columns hold 9.2e18; sums of many stay inside it. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000_000n;

/** An amount in minor units (cents, fen, yen). Never a `number`: 2^53 minor units overflow silently. */
export type Money = { readonly minor: bigint; readonly currency: Currency };
export const money = (minor: bigint, currency: Currency): Money => ({ minor, currency });
export const zero = (currency: Currency): Money => ({ minor: 0n, currency });

function sameCurrency(a: Money, b: Money): void {
  // Mixed currencies are a bug in the caller, not a user's error.
  if (a.currency !== b.currency) throw new Error(`cannot combine ${a.currency} and ${b.currency}`);
}
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}
export const isEqual = (a: Money, b: Money): boolean => a.minor === b.minor && a.currency === b.currency;
export const atMost = (a: Money, b: Money): Money => (compare(a, b) <= 0 ? a : b);
export const notNegative = (a: Money): Money => (a.minor < 0n ? zero(a.currency) : a);

/** A share in basis points (1/100 of a percent), rounded up to the next minor unit as the tariff says. */
export function portionUp(amount: Money, basisPoints: bigint): Money {
  return money((amount.minor * basisPoints + 9_999n) / 10_000n, amount.currency);
}

export type AmountRefusal =
  | { code: 'amount_not_a_number' }
  | { code: 'amount_not_positive' }
  | { code: 'amount_too_precise'; digits: number; currency: Currency }
  | { code: 'amount_too_large'; max: Money };

const FULL_WIDTH_ZERO = '０'.charCodeAt(0);
/** People paste "１，２３４．５０" and "¥1,234.50": full-width forms, grouping marks, spaces and currency signs are read as meant. */
function normalize(text: string): string {
  return text
    .replaceAll(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO))
    .replaceAll('．', '.')
    .replaceAll('。', '.')
    .replaceAll(/[,，\s\u00a0]/g, '')
    .replace(/^(?:CN¥|JP¥|HK\$|US\$|¥|￥|\$|€|£)/, '');
}

/** Reads an amount as a person typed or pasted it, e.g. "12.30"; refuses what has no exact minor value. */
export function parseTypedAmount(text: string, currency: Currency): Result<Money, AmountRefusal> {
  const match = /^(\d{1,18})(?:\.(\d*))?$/.exec(normalize(text));
  if (!match)
    return err(
      /^[-−－]/.test(text.trim()) ? { code: 'amount_not_positive' } : { code: 'amount_not_a_number' },
    );
  const [, whole = '', fraction = ''] = match;
  const exponent = CURRENCY_EXPONENT[currency];
  // "0.001 USD" has no cent value; rounding is not ours to choose.
  if (fraction.length > exponent) return err({ code: 'amount_too_precise', digits: exponent, currency });
  return checkAmount(money(BigInt(whole + fraction.padEnd(exponent, '0')), currency));
}

/** What every amount that is to move must meet, whatever way it came in. */
export function checkAmount(amount: Money): Result<Money, AmountRefusal> {
  if (amount.minor <= 0n) return err({ code: 'amount_not_positive' });
  if (amount.minor > MAX_AMOUNT_MINOR)
    return err({ code: 'amount_too_large', max: money(MAX_AMOUNT_MINOR, amount.currency) });
  return ok(amount);
}

/** Plain decimal text without symbol or grouping, e.g. "12.30"; exact, for inputs and exports. */
export function decimalText({ minor, currency }: Money): string {
  const exponent = CURRENCY_EXPONENT[currency];
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export type WireMoney = { amount: string; currency: Currency };
/** bigint has no JSON: on the wire an amount is a string of minor units. */
export const toWire = ({ minor, currency }: Money): WireMoney => ({ amount: minor.toString(), currency });
/** Reads the wire's form. The contract's schema has already checked the text. */
export const fromWire = ({ amount, currency }: WireMoney): Money => money(BigInt(amount), currency);
