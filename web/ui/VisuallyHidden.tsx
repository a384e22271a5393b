import type { ReactElement, ReactNode } from 'react';

/** For ears only. */
export const VisuallyHidden = ({ children }: { children: ReactNode }): ReactElement => (
  <span className="sr">{children}</span>
);
