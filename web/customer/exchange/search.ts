import { isCurrency, type Currency } from '#common/money';
import { searchText } from '../app/search-text.ts';

export type ExchangeSearch = {
  from?: Currency | undefined;
  to?: Currency | undefined;
  amount?: string | undefined;
};
/** Currencies and amount by address, as "try again" on a failed entry uses them. */
export function readExchangeSearch(search: Record<string, unknown>): ExchangeSearch {
  const currency = (name: string): Currency | undefined => {
    const text = searchText(search[name]);
    return isCurrency(text) ? text : undefined;
  };
  const amount = searchText(search['amount']);
  return {
    from: currency('from'),
    to: currency('to'),
    amount: /^\d{1,18}$/.test(amount) ? amount : undefined,
  };
}
