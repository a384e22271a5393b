import { useState, type ReactElement } from 'react';
import { OPERATION_KINDS, STATE_FAMILIES, type OperationKind } from '#common/api/entry-kinds';
import { CURRENCIES, parseTypedAmount, decimalText, money, type Currency } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { FAMILY_WORDS } from '#web/entry-words.ts';
import type { HistoryFilters } from './filters.ts';

const ANY = 'any';
type Props = {
  filters: HistoryFilters;
  onChange: (filters: HistoryFilters) => void;
  onClear: () => void;
};

/** Everything by which the history can be narrowed. */
export function FilterPanel({ filters, onChange, onClear }: Props): ReactElement {
  const pick =
    <K extends keyof HistoryFilters>(key: K) =>
    (value: string): void =>
      onChange({ ...filters, [key]: value === ANY || value === '' ? undefined : value });
  const any = { value: ANY, label: m.customer_filter_any() };
  const kindWords: Record<OperationKind, string> = {
    top_up: m.customer_kind_top_up(),
    transfer: m.customer_kind_transfer(),
    chargeback: m.customer_kind_chargeback(),
    recall: m.petition_kind_recall(),
    exchange: m.exchange_kind(),
    withdrawal: m.withdrawal_kind(),
    cross_border: m.abroad_kind(),
    bank_top_up: m.transfer_in_kind(),
  };
  return (
    <Card pad>
      <div className="grid gap-4 column:grid-cols-2 split:grid-cols-1">
        <Field label={m.customer_filter_kind()} optional="unsaid">
          <Select
            value={filters.kind ?? ANY}
            onChange={pick('kind')}
            options={[any, ...OPERATION_KINDS.map((kind) => ({ value: kind, label: kindWords[kind] }))]}
          />
        </Field>
        <Field label={m.customer_filter_state()} optional="unsaid">
          <Select
            value={filters.family ?? ANY}
            onChange={pick('family')}
            options={[
              any,
              ...STATE_FAMILIES.map((family) => ({ value: family, label: FAMILY_WORDS[family]() })),
            ]}
          />
        </Field>
        <Field label={m.customer_filter_direction()} optional="unsaid">
          <Select
            value={filters.direction ?? ANY}
            onChange={pick('direction')}
            options={[
              any,
              { value: 'in', label: m.customer_filter_in() },
              { value: 'out', label: m.customer_filter_out() },
            ]}
          />
        </Field>
        <Field label={m.customer_filter_currency()} optional="unsaid">
          <Select
            value={filters.currency ?? ANY}
            onChange={pick('currency')}
            options={[any, ...CURRENCIES.map((currency) => ({ value: currency, label: currency }))]}
          />
        </Field>
        <Field label={m.customer_filter_from()} optional="unsaid">
          <TextInput
            type="date"
            value={filters.fromDay ?? ''}
            onChange={(event) => pick('fromDay')(event.target.value)}
          />
        </Field>
        <Field label={m.customer_filter_to()} optional="unsaid">
          <TextInput
            type="date"
            value={filters.toDay ?? ''}
            onChange={(event) => pick('toDay')(event.target.value)}
          />
        </Field>
        <AmountFilter
          key={`from ${filters.minAmount}`}
          label={m.customer_filter_min()}
          currency={filters.currency}
          minor={filters.minAmount}
          onChange={pick('minAmount')}
        />
        <AmountFilter
          key={`to ${filters.maxAmount}`}
          label={m.customer_filter_max()}
          currency={filters.currency}
          minor={filters.maxAmount}
          onChange={pick('maxAmount')}
        />
        <div>
          <Button size="small" onClick={onClear}>
            {m.customer_history_clear()}
          </Button>
        </div>
      </div>
    </Card>
  );
}

type AmountFilterProps = {
  label: string;
  currency: Currency | undefined;
  minor: string | undefined;
  onChange: (minor: string) => void;
};
/** Amounts compare within one currency; without one chosen they are read in the two-digit form that most have. */
function AmountFilter({ label, currency = 'CNY', minor, onChange }: AmountFilterProps): ReactElement {
  const [text, setText] = useState(minor === undefined ? '' : decimalText(money(BigInt(minor), currency)));
  const apply = (): void => {
    const amount = parseTypedAmount(text, currency);
    onChange(text.trim() === '' || !amount.ok ? '' : amount.value.minor.toString());
  };
  return (
    <Field label={label} optional="unsaid">
      <TextInput
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
      />
    </Field>
  );
}
