import { Check, Clock, Flag, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

export type PromiseItem = { key: string; state: 'kept' | 'open' | 'near' | 'late'; text: ReactNode };

const ICONS = { kept: Check, open: Flag, near: Clock, late: TriangleAlert } as const;

/** What was promised on this case, and how it stands: 首次响应 0:52, 下次回复还剩 2:41 */
export const Promises = ({ items }: { items: readonly PromiseItem[] }): ReactElement => (
  <ul className="promises">
    {items.map(({ key, state, text }) => {
      const Icon = ICONS[state];
      return (
        <li key={key} className={classes(state !== 'open' && state)}>
          <Icon size={14} aria-hidden="true" />
          {text}
        </li>
      );
    })}
  </ul>
);
