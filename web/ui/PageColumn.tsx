import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

export type PageProps = {
  bar?: ReactNode;
  /** Tab bar or dock. */
  foot?: ReactNode;
  /** From 1080 a list of 400 and the detail beside it: wrap each side in `<div className="pane">`. */
  split?: boolean | undefined;
  /** 20 instead of 24 between sections, for a page that is one task. */
  tight?: boolean | undefined;
  children: ReactNode;
};

/** A page: one column with gutter 20; 560 in the middle from 720. The skip link leads to its `main`. */
export const PageColumn = ({ bar, foot, split, tight, children }: PageProps): ReactElement => (
  <div className={classes('page', split && 'split')}>
    {bar}
    <main id="main" tabIndex={-1} className={classes('column', tight && 'tight')}>
      {children}
    </main>
    {foot}
  </div>
);
