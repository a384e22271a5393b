/** What a card number tells by itself. Runs in the frame and in the acquirer's server: no imports. */

const BRANDS: readonly (readonly [pattern: RegExp, brand: string, lengths: readonly number[]])[] = [
  [/^4/, 'visa', [16]],
  [/^(5[1-5]|2[2-7])/, 'mastercard', [16]],
  [/^(62|81)/, 'unionpay', [16, 17, 18, 19]],
  [/^3[47]/, 'amex', [15]],
];
/** ISO/IEC 7812 allows up to 19 digits. */
export const NUMBER_MAX_DIGITS = 19;

export const brandOf = (digits: string): string =>
  BRANDS.find(([pattern]) => pattern.test(digits))?.[1] ?? 'other';

/** How many digits are missing to the shortest number of this brand; 0 when there are enough. */
export function missingDigits(digits: string): number {
  const lengths = BRANDS.find(([pattern]) => pattern.test(digits))?.[2] ?? [15];
  return Math.max(Math.min(...lengths) - digits.length, 0);
}

/** The check digit of ISO/IEC 7812-1 annex B (Luhn): finds every single wrong digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const FULL_WIDTH_ZERO = '０'.charCodeAt(0);
/** The digits in what was typed or pasted, full-width ones too. */
export const digitsOf = (text: string): string =>
  text.replaceAll(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO)).replaceAll(/\D/g, '');

/** `4242 4242 4242 4242`: groups as they stand on the card. */
export const grouped = (digits: string): string =>
  brandOf(digits) === 'amex'
    ? digits.replace(/^(.{4})(.{1,6})?(.{1,5})?.*$/, '$1 $2 $3').trim()
    : digits.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Month and year of `08/29`, `0829` or `08 / 2029`; null if it is no month of this century. */
export function readExpiry(text: string): { month: number; year: number } | null {
  const match = /^(0[1-9]|1[0-2])(?:20)?(\d\d)$/.exec(digitsOf(text));
  return match === null ? null : { month: Number(match[1]), year: 2000 + Number(match[2]) };
}

/** A card is good until the end of its month. */
export const isPast = ({ month, year }: { month: number; year: number }, now: Date): boolean =>
  now.getTime() >= new Date(year, month, 1).getTime();
