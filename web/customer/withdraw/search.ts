import { isCurrency, type Currency } from '#common/money';
import { searchText } from '../app/search-text.ts';

export type WithdrawSearch = { amount?: string | undefined; currency?: Currency | undefined };
/** Sum and currency by address, as "try again" on a failed entry uses them. */
export function readWithdrawSearch(search: Record<string, unknown>): WithdrawSearch {
  const [amount, currency] = [searchText(search['amount']), searchText(search['currency'])];
  return {
    amount: /^\d{1,18}$/.test(amount) ? amount : undefined,
    currency: isCurrency(currency) ? currency : undefined,
  };
}
