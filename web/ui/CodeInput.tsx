import { useState, type CSSProperties, type ReactElement } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';
import { digitsOf } from './digits.ts';
import { inputProps, useField } from './field-context.ts';

export type CodeInputProps = {
  value: string;
  onChange: (digits: string) => void;
  /** Called once when the last digit arrives, typed or pasted. */
  onComplete?: ((digits: string) => void) | undefined;
  length?: number | undefined;
  /** Dots instead of digits: for the payment password. */
  masked?: boolean | undefined;
  disabled?: boolean | undefined;
  /** The focus starts here when the page or dialog opens. */
  beginHere?: boolean | undefined;
  /** Needed where no Field gives a label. */
  label?: string | undefined;
  name?: string | undefined;
};

/** Cells over one real input: a screen reader meets one field, paste and one-time-code autofill fill all of it. */
export function CodeInput({
  value,
  onChange,
  onComplete,
  length = 6,
  masked = false,
  disabled,
  beginHere,
  label,
  name,
}: CodeInputProps): ReactElement {
  const field = useField();
  const [caret, setCaret] = useState(value.length);
  const take = (text: string): void => {
    const digits = digitsOf(text).slice(0, length);
    setCaret(digits.length);
    if (digits === value) return;
    onChange(digits);
    if (digits.length === length) onComplete?.(digits);
  };
  const style: CSSProperties & Record<'--cells', number> = { '--cells': length };
  return (
    <div className={classes('cells', field.invalid && 'bad')} style={style}>
      {Array.from({ length }, (_, place) => {
        const filled = place < value.length;
        const current = place === Math.min(caret, length - 1);
        return (
          <i
            key={place}
            aria-hidden="true"
            className={classes(masked && filled && 'masked', current && 'current')}
          >
            {masked ? null : value[place]}
          </i>
        );
      })}
      <input
        {...inputProps(field)}
        aria-label={label}
        name={name}
        type={masked ? 'password' : 'text'}
        inputMode="numeric"
        autoComplete={masked ? 'off' : 'one-time-code'}
        value={value}
        disabled={disabled}
        // The sheet that asks for the code was opened to type it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={beginHere}
        data-autofocus={beginHere ? '' : undefined}
        onChange={(event) => take(event.target.value)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? value.length)}
      />
      <span className="sr" role="status">
        {value.length > 0 ? m.common_code_progress({ entered: value.length, total: length }) : ''}
      </span>
    </div>
  );
}
