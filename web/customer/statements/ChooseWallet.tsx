import type { ReactElement } from 'react';
import type { Currency } from '#common/money';
import * as m from '#messages';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { currencyName } from '../app/currency-name.ts';

/** Wallets that fit beside each other. */
const SEGMENTS_MAX = 4;

/** Which wallet; with one there is nothing to choose. */
export function ChooseWallet({
  currencies,
  value,
  onChange,
}: {
  currencies: readonly Currency[];
  value: Currency;
  onChange: (currency: Currency) => void;
}): ReactElement | null {
  const locale = useLocale();
  if (currencies.length < 2) return null;
  if (currencies.length <= SEGMENTS_MAX)
    return (
      <SegmentedControl
        label={m.common_currency()}
        value={value}
        options={currencies.map((currency) => ({ value: currency, label: currency }))}
        onChange={onChange}
      />
    );
  return (
    <Field label={m.common_currency()} optional="unsaid">
      <Select
        value={value}
        onChange={onChange}
        options={currencies.map((currency) => ({
          value: currency,
          label: `${currency} · ${currencyName(currency, locale)}`,
        }))}
      />
    </Field>
  );
}
