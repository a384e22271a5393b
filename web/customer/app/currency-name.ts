import type { Currency } from '#common/money';

/** The currency's name in the reader's language, from the platform's own data. */
export function currencyName(currency: Currency, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'currency' }).of(currency) ?? currency;
}
