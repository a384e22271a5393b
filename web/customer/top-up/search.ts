import { isCurrency, type Currency } from '#common/money';
import { searchText } from '../app/search-text.ts';

export type TopUpSearch = { amount?: string | undefined; currency?: Currency | undefined };
/** Amount and currency by address, as "try again" on a failed entry uses them. */
export function readTopUpSearch(search: Record<string, unknown>): TopUpSearch {
  const amount = searchText(search['amount']);
  const currency = searchText(search['currency']);
  return {
    amount: /^\d{1,18}$/.test(amount) ? amount : undefined,
    currency: isCurrency(currency) ? currency : undefined,
  };
}
