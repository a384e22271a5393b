import type { ReactElement, ReactNode } from 'react';

/** The one action of a page that is one task, at the thumb; above it at most one line of facts (付后剩 ¥10,840.30). */
export const Dock = ({
  fact,
  value,
  children,
}: {
  fact?: ReactNode;
  value?: ReactNode;
  children: ReactNode;
}): ReactElement => (
  <footer className="dock">
    {fact || value ? (
      <div className="dock-facts">
        <span>{fact}</span>
        <span>{value}</span>
      </div>
    ) : null}
    {children}
  </footer>
);
