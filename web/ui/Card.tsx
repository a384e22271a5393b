import type { ComponentProps, ReactElement } from 'react';
import { classes } from './as.ts';

/** A plain surface with a hairline and no shadow. `pad`: 16 on phones, 20 from 720. */
export const Card = ({
  pad,
  className,
  ...rest
}: ComponentProps<'div'> & { pad?: boolean | undefined }): ReactElement => (
  <div {...rest} className={classes('card', pad && 'p-4 column:p-5', className)} />
);
