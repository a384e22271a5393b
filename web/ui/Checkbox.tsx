import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { Hint } from './Field.tsx';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange'> & {
  error?: ReactNode;
  onChange: (checked: boolean) => void;
  children: ReactNode;
};

/** The whole line is the target. Links inside the text keep working. */
export function Checkbox({ error, onChange, children, ...rest }: CheckboxProps): ReactElement {
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          {...rest}
          aria-invalid={Boolean(error) || undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="prose">{children}</span>
      </label>
      <Hint error={error} />
    </div>
  );
}
