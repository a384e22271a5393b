import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import type { Render } from './as.ts';
import { Brand } from './Brand.tsx';
import { IconButton } from './IconButton.tsx';

export type AppBarProps = {
  title: ReactNode;
  /** On the first page the brand stands in the title's place; the title is then for ears only. */
  brand?: boolean | undefined;
  /** Where back leads; a link, so that it works in a new tab. */
  back?: Render | undefined;
  actions?: ReactNode;
  /** A new step of one page: its heading takes the focus, so that ears know where they are. */
  beginHere?: boolean | undefined;
};

export function AppBar({ title, brand, back, actions, beginHere = false }: AppBarProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (beginHere) heading.current?.focus();
  }, [beginHere]);
  return (
    <header className="appbar">
      {back ? (
        <IconButton
          label={m.common_back()}
          icon={<ChevronLeft size={24} aria-hidden="true" />}
          render={back}
        />
      ) : null}
      {brand ? <Brand /> : null}
      <h1 ref={heading} tabIndex={beginHere ? -1 : undefined} className={brand ? 'sr' : 'cut'}>
        {title}
      </h1>
      {actions}
    </header>
  );
}
