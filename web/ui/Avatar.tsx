import type { ReactElement } from 'react';
import { Glyph, type GlyphProps } from './Glyph.tsx';

/** Surname's character of a Chinese name, first letter of any other; what masks a name (王*明, A••• S.) is no letter. */
export const initialOf = (name: string): string =>
  [...name].find((sign) => /\p{L}/u.test(sign))?.toUpperCase() ?? '·';

export const Avatar = ({
  name,
  size,
  picture,
}: {
  name: string;
  size?: GlyphProps['size'];
  /** Chosen by the person; without it the initial stands there. */
  picture?: string | null | undefined;
}): ReactElement => (
  <Glyph person size={size}>
    {picture ? <img src={picture} alt="" className="size-full rounded-full object-cover" /> : initialOf(name)}
  </Glyph>
);
