import type { ComponentProps, ReactElement } from 'react';
import { classes } from './as.ts';
import { inputProps, useField } from './field-context.ts';

/** Grows with its text, up to 240 px. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>): ReactElement {
  const field = useField();
  return (
    <div className={classes('field', field.invalid && 'bad', className)}>
      <textarea rows={3} {...inputProps(field)} {...rest} />
    </div>
  );
}
