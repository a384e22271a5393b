import { ChevronDown } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { moneyParts } from '#common/format';
import { CURRENCY_EXPONENT, zero, type Currency } from '#common/money';
import * as m from '#messages';
import { classes } from './as.ts';
import { Hint } from './Field.tsx';
import { useLocale } from './i18n.ts';
import { amountText } from './amount-text.ts';
import { caretAfter, figuresBefore, grouped } from './grouped-figure.ts';

export type AmountInputProps = {
  label: ReactNode;
  /** The text as it stands; read it with `parseTypedAmount` of #common/money. */
  value: string;
  onChange: (text: string) => void;
  currency: Currency;
  /** More than one: the chip becomes a list. */
  currencies?: readonly Currency[] | undefined;
  onCurrency?: ((currency: Currency) => void) | undefined;
  /** Limits, said before typing: 可用 ¥12,846.30，今天还能付 ¥18,000.00 */
  hint?: ReactNode;
  /** What is wrong, with a link that takes the largest allowed amount. Figure and rule turn red. */
  error?: ReactNode;
  name?: string | undefined;
  /** The focus starts here when the page or dialog opens. */
  beginHere?: boolean | undefined;
  onBlur?: (() => void) | undefined;
};

/** Over 12 characters the figure steps down, over 16 once more: a long amount is never cut. */
const stepOf = (text: string): string | false => (text.length > 14 ? 'longer' : text.length > 9 && 'long');

/** The amount being paid: a 44 px figure, the currency as a chip at the right. Full-width digits, ，and pasted symbols are read as meant. */
export function AmountInput({
  label,
  value,
  onChange,
  currency,
  currencies = [],
  onCurrency,
  hint,
  error,
  name,
  beginHere,
  onBlur,
}: AmountInputProps): ReactElement {
  const id = useId();
  const { symbol } = moneyParts(zero(currency), { locale: useLocale() });
  const shown = grouped(value);
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<{ figures: number } | null>(null);
  // The commas move under the caret: it is put back behind the same digit.
  useLayoutEffect(() => {
    const place = caret && input.current === document.activeElement ? caretAfter(shown, caret.figures) : null;
    if (place !== null) input.current?.setSelectionRange(place, place);
  }, [caret, shown]);
  const take = (field: HTMLInputElement): void => {
    setCaret({ figures: figuresBefore(field.value, field.selectionStart ?? field.value.length) });
    onChange(amountText(field.value));
  };
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className={classes('amountbox', Boolean(error) && 'bad')}>
        <div className={classes('figure', stepOf(shown))}>
          <span aria-hidden="true">{symbol}</span>
          <input
            ref={input}
            id={id}
            name={name}
            value={shown}
            inputMode={CURRENCY_EXPONENT[currency] === 0 ? 'numeric' : 'decimal'}
            autoComplete="off"
            placeholder="0"
            aria-describedby={`${id}-hint`}
            aria-invalid={Boolean(error) || undefined}
            // The page asks for the amount and nothing else.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={beginHere}
            onBlur={onBlur}
            onChange={(event) => take(event.target)}
          />
        </div>
        <CurrencyChip currency={currency} currencies={currencies} onCurrency={onCurrency} />
        <div className="rule" />
      </div>
      <Hint id={`${id}-hint`} error={error}>
        {hint}
      </Hint>
    </div>
  );
}

function CurrencyChip({
  currency,
  currencies,
  onCurrency,
}: {
  currency: Currency;
  currencies: readonly Currency[];
  onCurrency: AmountInputProps['onCurrency'];
}): ReactElement {
  if (currencies.length < 2) return <span className="chip">{currency}</span>;
  return (
    <span className="chip">
      {currency}
      <ChevronDown size={14} aria-hidden="true" />
      <select
        aria-label={m.common_currency()}
        value={currency}
        onChange={(event) => {
          const chosen = currencies.find((candidate) => candidate === event.target.value);
          if (chosen) onCurrency?.(chosen);
        }}
      >
        {currencies.map((code) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </select>
    </span>
  );
}
