import { ChevronLeft } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import type { Render } from './as.ts';
import { Brand } from './Brand.tsx';
import { IconButton } from './IconButton.tsx';

export type AppBarProps = {
  /** Without a title the brand stands there. */
  title?: ReactNode;
  /** Where back leads; a link, so that it works in a new tab. */
  back?: Render | undefined;
  actions?: ReactNode;
};

export function AppBar({ title, back, actions }: AppBarProps): ReactElement {
  return (
    <header className="appbar">
      {back ? <IconButton label={m.common_back()} icon={<ChevronLeft size={24} aria-hidden="true" />} render={back} /> : null}
      {title ? <h1 className="cut">{title}</h1> : <Brand />}
      {actions}
    </header>
  );
}
