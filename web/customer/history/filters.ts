import { OPERATION_KINDS, STATE_FAMILIES, type OperationKind } from '#common/api/entry-kinds';
import { isCurrency, type Currency } from '#common/money';
import { searchText } from '../app/search-text.ts';

type Family = (typeof STATE_FAMILIES)[number];
/** As they stand in the address, so that a filtered history can be kept and sent. Days are local dates; amounts are minor units. */
export type HistoryFilters = {
  search?: string | undefined;
  kind?: OperationKind | undefined;
  family?: Family | undefined;
  direction?: 'in' | 'out' | undefined;
  currency?: Currency | undefined;
  fromDay?: string | undefined;
  toDay?: string | undefined;
  minAmount?: string | undefined;
  maxAmount?: string | undefined;
};

const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text);
const minorOf = (value: unknown): string | undefined =>
  /^\d{1,18}$/.test(searchText(value)) ? searchText(value) : undefined;
const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((each) => each === value);

/** Reads filters from an address that anybody may have typed; what is not one is left out. */
export function readFilters(search: Record<string, unknown>): HistoryFilters {
  const text = search['search'];
  const currency = searchText(search['currency']);
  return {
    search: typeof text === 'string' && text !== '' ? text.slice(0, 80) : undefined,
    kind: oneOf(OPERATION_KINDS, search['kind']),
    family: oneOf(STATE_FAMILIES, search['family']),
    direction: oneOf(['in', 'out'], search['direction']),
    currency: isCurrency(currency) ? currency : undefined,
    fromDay: isDay(search['fromDay']) ? search['fromDay'] : undefined,
    toDay: isDay(search['toDay']) ? search['toDay'] : undefined,
    minAmount: minorOf(search['minAmount']),
    maxAmount: minorOf(search['maxAmount']),
  };
}

/** How many things narrow the list, words not counted. */
export const filterCount = (filters: HistoryFilters): number =>
  Object.values({ ...filters, search: undefined }).filter((value) => value !== undefined).length;
export const isFiltered = (filters: HistoryFilters): boolean =>
  filters.search !== undefined || filterCount(filters) > 0;

/** The instant at which a local day begins, or the next one does. */
function dayStart(day: string, plusDays: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + plusDays).toISOString();
}

export function queryOf({ fromDay, toDay, ...rest }: HistoryFilters) {
  return {
    ...rest,
    ...(fromDay ? { from: dayStart(fromDay, 0) } : {}),
    ...(toDay ? { to: dayStart(toDay, 1) } : {}),
  };
}
