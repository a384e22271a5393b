import { isCurrency, type Currency } from '#common/money';
import { searchText } from '../app/search-text.ts';

/** Which statement, as it stands in the address. */
export type StatementSearch = {
  currency?: Currency | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const dayOf = (value: unknown): string | undefined => {
  const text = searchText(value);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
};

/** Reads it from an address that anybody may have typed. */
export function readStatementSearch(search: Record<string, unknown>): StatementSearch {
  const currency = searchText(search['currency']);
  return {
    currency: isCurrency(currency) ? currency : undefined,
    from: dayOf(search['from']),
    to: dayOf(search['to']),
  };
}
