import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes, drawAs, type Render } from './as.ts';

export type ListRowProps = {
  icon?: ReactElement | undefined;
  tone?: 'pending' | 'danger' | 'held' | undefined;
  title: ReactNode;
  sub?: ReactNode;
  /** At the right end; a row that leads somewhere has a chevron there. */
  tail?: ReactNode;
  render?: Render | undefined;
  onPress?: (() => void) | undefined;
};

/** A line in a card that leads somewhere, or says one thing. */
export function ListRow({ icon, tone, title, sub, tail, render, onPress }: ListRowProps): ReactElement {
  const leads = Boolean(render ?? onPress);
  const content = (
    <>
      {icon ? <span className={classes('lead', tone)}>{icon}</span> : null}
      <span className="min-w-0">
        <span className={classes('block', sub ? 'font-medium' : null)}>{title}</span>
        {sub ? <span className="sub">{sub}</span> : null}
      </span>
      <span className="tail">
        {tail}
        {leads ? <ChevronRight aria-hidden="true" /> : null}
      </span>
    </>
  );
  if (onPress) {
    return (
      <button type="button" className="listrow" onClick={onPress}>
        {content}
      </button>
    );
  }
  return drawAs(render, 'div', { className: 'listrow', children: content });
}
