/** Puts named values into a sentence. */
export const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');

const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥' };

/** `¥1,284.50`: symbol first; a currency without one is named by its code. */
export function amountText(minor: string, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const padded = minor.padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits === 0 ? '' : `.${padded.slice(-digits)}`;
  return `${SYMBOLS[currency] ?? `${currency}\u00a0`}${whole}${fraction}`;
}
