import type { ReactElement, ReactNode } from 'react';
import { Brand } from './Brand.tsx';

export type DeskFrameProps = {
  /** The sandbox banner, where there is one. */
  banner?: ReactNode;
  /** The desk's name beside the brand: 客服台 */
  title: ReactNode;
  search?: ReactNode;
  /** Status, notifications, the person. */
  end?: ReactNode;
  rail: ReactNode;
  children: ReactNode;
};

/** The console's frame: bar 52, rail 56, the rest. Put `class="desk"` on the page's body. */
export const DeskFrame = ({ banner, title, search, end, rail, children }: DeskFrameProps): ReactElement => (
  <div className="deskframe">
    {banner}
    <header className="deskbar">
      <h1 className="flex items-center gap-4">
        <Brand size={20} />
        <span className="wide-only text-13 font-normal text-ink-2">{title}</span>
      </h1>
      {search ? <div className="search">{search}</div> : null}
      <div className="end">{end}</div>
    </header>
    {rail}
    <main id="main" tabIndex={-1}>
      {children}
    </main>
  </div>
);
