import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';
import { inputProps, useField } from './field-context.ts';

export type TextInputProps = ComponentProps<'input'> & {
  icon?: ReactElement | undefined;
  /** What stands at the right end inside the box: a button, a unit, a key cap. */
  tail?: ReactNode;
};

export function TextInput({ icon, tail, className, ...rest }: TextInputProps): ReactElement {
  const field = useField();
  return (
    <div className={classes('field', field.invalid && 'bad', className)}>
      {icon}
      <input type="text" {...inputProps(field)} {...rest} />
      {tail}
    </div>
  );
}
