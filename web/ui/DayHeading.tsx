import type { ReactElement, ReactNode } from 'react';

/** 今天, 昨天, 11月18日 周三: over the entries of one day instead of a date on each. */
export const DayHeading = ({ children, aside }: { children: ReactNode; aside?: ReactNode }): ReactElement => (
  <h3 className="day">
    <span>{children}</span>
    {aside}
  </h3>
);
