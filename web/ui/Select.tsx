import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactElement } from 'react';
import { classes } from './as.ts';
import { inputProps, useField } from './field-context.ts';

export type Option<Value extends string> = { value: Value; label: string; disabled?: boolean | undefined };
export type SelectProps<Value extends string> = Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> & {
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
};

/** The platform's own list: on phones nothing is easier to use, and every screen reader knows it. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  className,
  ...rest
}: SelectProps<Value>): ReactElement {
  const field = useField();
  const choose = (text: string): void => {
    const chosen = options.find((option) => option.value === text);
    if (chosen) onChange(chosen.value);
  };
  return (
    <div className={classes('field select', field.invalid && 'bad', className)}>
      <select {...inputProps(field)} {...rest} value={value} onChange={(event) => choose(event.target.value)}>
        {options.map(({ value: key, label, disabled }) => (
          <option key={key} value={key} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown size={18} aria-hidden="true" />
    </div>
  );
}
