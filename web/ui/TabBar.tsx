import { cloneElement, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import type { Render } from './as.ts';
import { Brand } from './Brand.tsx';

export type Tab = {
  key: string;
  label: ReactNode;
  icon: ReactElement;
  /** The router's link; it sets aria-current or data-status on the page it leads to. */
  render: Render;
  unread?: number | undefined;
};

/** The main navigation: at the thumb on a phone, at the top beside the brand in a wide window. */
export function TabBar({ label, tabs }: { label: string; tabs: readonly Tab[] }): ReactElement {
  return (
    <nav className="tabbar" aria-label={label}>
      <Brand />
      {tabs.map((tab) =>
        cloneElement(
          tab.render,
          { key: tab.key },
          tab.icon,
          <span>{tab.label}</span>,
          tab.unread ? (
            <span className="count late">
              {tab.unread}
              <span className="sr">{m.common_unread({ count: tab.unread })}</span>
            </span>
          ) : null,
        ),
      )}
    </nav>
  );
}
