import { useId, type ReactElement, type ReactNode } from 'react';
import { classes } from './as.ts';

export type SegmentedControlProps<Value extends string> = {
  /** What is chosen here, for screen readers. */
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
  wide?: boolean | undefined;
};

/** Two to four choices that exclude each other; arrow keys move between them. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  onChange,
  wide,
}: SegmentedControlProps<Value>): ReactElement {
  const name = useId();
  return (
    <div className={classes('seg', wide && 'wide')} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
