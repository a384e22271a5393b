import type { ReactElement } from 'react';
import { Glyph, type GlyphProps } from './Glyph.tsx';

/** Surname's character of a Chinese name, first letter of any other; what masks a name (王*明, A••• S.) is no letter. */
export const initialOf = (name: string): string =>
  [...name].find((sign) => /\p{L}/u.test(sign))?.toUpperCase() ?? '·';

export const Avatar = ({ name, size }: { name: string; size?: GlyphProps['size'] }): ReactElement => (
  <Glyph person size={size}>
    {initialOf(name)}
  </Glyph>
);
