import { Clock, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes, drawAs, type Render } from './as.ts';

/** How near the promise is: `calm`, `near` (less than 5 minutes), `late`. */
export type Urgency = 'calm' | 'near' | 'late';

export type QueueRowProps = {
  name: string;
  /** The channel's icon, the kind beside it. */
  icon: ReactElement;
  kind: ReactNode;
  /** Their last words. */
  said: ReactNode;
  due?: ReactNode;
  urgency?: Urgency | undefined;
  selected?: boolean | undefined;
  /** The router's link to the conversation. */
  render: Render;
};

export function QueueRow({
  name,
  icon,
  kind,
  said,
  due,
  urgency = 'calm',
  selected,
  render,
}: QueueRowProps): ReactElement {
  const content = (
    <>
      <b className="cut" title={name}>
        {name}
      </b>
      <span className={classes('due', urgency !== 'calm' && urgency)}>
        {due ? (
          urgency === 'late' ? (
            <TriangleAlert size={13} aria-hidden="true" />
          ) : (
            <Clock size={13} aria-hidden="true" />
          )
        ) : null}
        {due}
      </span>
      <span className="kind">
        {icon}
        <span className="cut">{kind}</span>
      </span>
      <span className="said cut">{said}</span>
    </>
  );
  return drawAs(render, 'a', {
    className: 'queuerow',
    children: content,
    'aria-current': selected || undefined,
  });
}
