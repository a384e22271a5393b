import { ChevronLeft } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
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
};

export function AppBar({ title, brand, back, actions }: AppBarProps): ReactElement {
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
      <h1 className={brand ? 'sr' : 'cut'}>{title}</h1>
      {actions}
    </header>
  );
}
