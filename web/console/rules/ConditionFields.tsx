import { X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { CURRENCY_EXPONENT, type Currency, money, parseTypedAmount } from '#common/money';
import {
  type Condition,
  isFactOf,
  OPS_OF,
  RISK_FACT_NAMES,
  RISK_FACTS,
  type RiskFact,
  type RuleOp,
  type RuleOperation,
} from '#common/risk-rule';
import * as m from '#messages';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { factWord, opWord } from '#web/rule-words.ts';

export const NEW_CONDITION: Condition = { fact: 'amount', op: 'above', value: '' };

type Props = {
  number: number;
  condition: Condition;
  /** What the rule is about: facts that not all of them have are not offered. */
  operations: readonly RuleOperation[];
  currency: Currency;
  onChange: (condition: Condition) => void;
  /** Null: the last one stays. */
  onRemove: (() => void) | null;
};

/** One condition: the fact, how it is compared, and with what; each fact has the comparisons that make sense of it. */
export function ConditionFields({
  number,
  condition,
  operations,
  currency,
  onChange,
  onRemove,
}: Props): ReactElement {
  const { fact, op } = condition;
  const chooseFact = (next: RiskFact): void => {
    const [first = 'above'] = OPS_OF[RISK_FACTS[next]];
    const value = RISK_FACTS[next] === 'boolean' ? '1' : '';
    onChange({ fact: next, op: first, value, ...(first === 'between' ? { until: '' } : {}) });
  };
  const ops: readonly RuleOp[] = OPS_OF[RISK_FACTS[fact]];
  return (
    <div
      role="group"
      aria-label={m.console_rule_condition({ number })}
      className="grid items-start gap-3 min-[720px]:grid-cols-[2fr_1fr_1fr_auto]"
    >
      <Field label={m.console_rule_fact()}>
        <Select
          value={fact}
          onChange={chooseFact}
          options={RISK_FACT_NAMES.filter((each) => each === fact || isFactOf(each, operations)).map(
            (value) => ({
              value,
              label: factWord(value),
            }),
          )}
        />
      </Field>
      {ops.length > 1 ? (
        <Field label={m.console_rule_op()}>
          <Select
            value={op}
            onChange={(next) => onChange({ ...condition, op: next })}
            options={ops.map((value) => ({ value, label: opWord(value) }))}
          />
        </Field>
      ) : null}
      <Values key={fact} condition={condition} currency={currency} onChange={onChange} />
      {onRemove ? (
        <div className="min-[720px]:mt-[26px]">
          <IconButton
            label={m.console_rule_remove({ number })}
            icon={<X size={18} aria-hidden="true" />}
            onClick={onRemove}
          />
        </div>
      ) : null}
    </div>
  );
}

function Values({
  condition,
  currency,
  onChange,
}: Omit<Props, 'number' | 'operations' | 'onRemove'>): ReactElement {
  const { fact, value, until = '' } = condition;
  switch (RISK_FACTS[fact]) {
    case 'money':
      return <MoneyValue condition={condition} currency={currency} onChange={onChange} />;
    case 'hour':
      return (
        <>
          <Field label={m.console_rule_from()}>
            <Digits value={value} onChange={(next) => onChange({ ...condition, value: next })} />
          </Field>
          <Field label={m.console_rule_until()}>
            <Digits value={until} onChange={(next) => onChange({ ...condition, until: next })} />
          </Field>
        </>
      );
    case 'boolean':
      return (
        <Field label={m.console_rule_yes_no()}>
          <Select
            value={value === '0' ? '0' : '1'}
            onChange={(next) => onChange({ ...condition, value: next })}
            options={[
              { value: '1', label: m.console_yes() },
              { value: '0', label: m.console_no() },
            ]}
          />
        </Field>
      );
    default:
      return (
        <Field label={LABELS[RISK_FACTS[fact]]?.() ?? m.console_rule_value()}>
          <Digits value={value} onChange={(next) => onChange({ ...condition, value: next })} />
        </Field>
      );
  }
}

const LABELS: Partial<Record<string, () => string>> = {
  percent: m.console_rule_value_percent,
  days: m.console_rule_value_days,
  minutes: m.console_rule_value_minutes,
};

function Digits({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactElement {
  return (
    <TextInput
      value={value}
      inputMode="numeric"
      maxLength={9}
      onChange={(event) => onChange(event.target.value.normalize('NFKC').replaceAll(/\D/g, ''))}
    />
  );
}

/** Typed as people write money, kept in minor units. */
function MoneyValue({
  condition,
  currency,
  onChange,
}: Omit<Props, 'number' | 'operations' | 'onRemove'>): ReactElement {
  const [typed, setTyped] = useState(condition.value === '' ? '' : plain(BigInt(condition.value), currency));
  const take = (text: string): void => {
    setTyped(text);
    const read = parseTypedAmount(text, currency);
    onChange({ ...condition, value: read.ok ? read.value.minor.toString() : '' });
  };
  return (
    <Field label={m.console_rule_value_money({ currency })}>
      <TextInput
        value={typed}
        inputMode="decimal"
        maxLength={20}
        onChange={(event) => take(event.target.value)}
      />
    </Field>
  );
}

/** 100000 fen → 1000.00, to be typed over. */
function plain(minor: bigint, currency: Currency): string {
  const digits = CURRENCY_EXPONENT[currency];
  const text = money(minor, currency)
    .minor.toString()
    .padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
