import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

export type GlyphProps = {
  /** An icon, a currency code, or a person's initial. */
  children: ReactNode;
  person?: boolean | undefined;
  size?: 'tiny' | 'small' | 'normal' | 'large' | undefined;
};

/** The square of a thing, the circle of a person. It repeats what stands beside it, so screen readers skip it. */
export const Glyph = ({ children, person, size = 'normal' }: GlyphProps): ReactElement => (
  <span
    className={classes(
      'glyph',
      person && 'round',
      size !== 'normal' && size,
      !person && typeof children === 'string' && 'code',
    )}
    aria-hidden="true"
  >
    {children}
  </span>
);
