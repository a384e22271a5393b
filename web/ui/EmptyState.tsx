import { List } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

export type StateProps = {
  icon?: ReactElement | undefined;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
};

/** Nothing here yet: what would stand here, and the one thing to do. */
export const EmptyState = ({
  icon = <List aria-hidden="true" />,
  title,
  children,
  action,
}: StateProps): ReactElement => (
  <div className="state">
    {icon}
    <h3>{title}</h3>
    {children ? <p>{children}</p> : null}
    {action}
  </div>
);
