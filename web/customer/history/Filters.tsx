import { useState, type ReactElement } from 'react';
import { OPERATION_KINDS, STATE_FAMILIES, type OperationKind } from '#common/api/wallet';
import { CURRENCIES, isCurrency, parseTypedAmount, decimalText, money, type Currency } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { searchText } from '../app/search-text.ts';
import { FAMILY_WORDS } from '#web/entry-words.ts';

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
const minorOf = (value: unknown): string | undefined => (/^\d{1,18}$/.test(searchText(value)) ? searchText(value) : undefined);
const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((each) => each === value);

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

export const isFiltered = (filters: HistoryFilters): boolean => Object.values(filters).some((value) => value !== undefined);

/** The instant at which a local day begins, or the next one does. */
function dayStart(day: string, plusDays: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + plusDays).toISOString();
}

export function queryOf({ fromDay, toDay, ...rest }: HistoryFilters) {
  return { ...rest, ...(fromDay ? { from: dayStart(fromDay, 0) } : {}), ...(toDay ? { to: dayStart(toDay, 1) } : {}) };
}

const ANY = 'any';
type Props = { filters: HistoryFilters; onChange: (filters: HistoryFilters) => void };

export function Filters({ filters, onChange }: Props): ReactElement {
  const pick = <K extends keyof HistoryFilters>(key: K) => (value: string): void => onChange({ ...filters, [key]: value === ANY || value === '' ? undefined : value });
  const any = { value: ANY, label: m.customer_filter_any() };
  const kindWords: Record<OperationKind, string> = { top_up: m.customer_kind_top_up(), transfer: m.customer_kind_transfer(), chargeback: m.customer_kind_chargeback() };
  return (
    <Card pad>
      <div className="grid gap-4 column:grid-cols-2">
        <Field label={m.customer_filter_kind()} optional>
          <Select value={filters.kind ?? ANY} onChange={pick('kind')} options={[any, ...OPERATION_KINDS.map((kind) => ({ value: kind, label: kindWords[kind] }))]} />
        </Field>
        <Field label={m.customer_filter_state()} optional>
          <Select value={filters.family ?? ANY} onChange={pick('family')} options={[any, ...STATE_FAMILIES.map((family) => ({ value: family, label: FAMILY_WORDS[family]() }))]} />
        </Field>
        <Field label={m.customer_filter_direction()} optional>
          <Select value={filters.direction ?? ANY} onChange={pick('direction')} options={[any, { value: 'in', label: m.customer_filter_in() }, { value: 'out', label: m.customer_filter_out() }]} />
        </Field>
        <Field label={m.customer_filter_currency()} optional>
          <Select value={filters.currency ?? ANY} onChange={pick('currency')} options={[any, ...CURRENCIES.map((currency) => ({ value: currency, label: currency }))]} />
        </Field>
        <Field label={m.customer_filter_from()} optional>
          <TextInput type="date" value={filters.fromDay ?? ''} onChange={(event) => pick('fromDay')(event.target.value)} />
        </Field>
        <Field label={m.customer_filter_to()} optional>
          <TextInput type="date" value={filters.toDay ?? ''} onChange={(event) => pick('toDay')(event.target.value)} />
        </Field>
        <AmountFilter label={m.customer_filter_min()} currency={filters.currency} minor={filters.minAmount} onChange={pick('minAmount')} />
        <AmountFilter label={m.customer_filter_max()} currency={filters.currency} minor={filters.maxAmount} onChange={pick('maxAmount')} />
        <div>
          <Button size="small" onClick={() => onChange({})}>{m.customer_history_clear()}</Button>
        </div>
      </div>
    </Card>
  );
}

type AmountFilterProps = { label: string; currency: Currency | undefined; minor: string | undefined; onChange: (minor: string) => void };
/** Amounts compare within one currency; without one chosen they are read in the two-digit form that most have. */
function AmountFilter({ label, currency = 'CNY', minor, onChange }: AmountFilterProps): ReactElement {
  const [text, setText] = useState(minor === undefined ? '' : decimalText(money(BigInt(minor), currency)));
  const apply = (): void => {
    const amount = parseTypedAmount(text, currency);
    onChange(text.trim() === '' || !amount.ok ? '' : amount.value.minor.toString());
  };
  return (
    <Field label={label} optional>
      <TextInput inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} onBlur={apply} />
    </Field>
  );
}
