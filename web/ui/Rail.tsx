import { cloneElement, type ReactElement } from 'react';
import type { Render } from './as.ts';

export type RailItem = {
  key: string;
  /** The item's name, with the count said in it: 会话 8 */
  label: string;
  icon: ReactElement;
  render: Render;
  count?: number | undefined;
};

/** The desk's main navigation: 56 wide, icons with names for pointers and ears; at the bottom on narrow screens. */
export function Rail({
  label,
  items,
  end = [],
}: {
  label: string;
  items: readonly RailItem[];
  end?: readonly RailItem[];
}): ReactElement {
  const draw = (item: RailItem, isFirstOfEnd: boolean): ReactElement =>
    cloneElement(
      item.render,
      // What a link does not know of itself: its name, since it shows only a picture.
      {
        key: item.key,
        title: item.label,
        'aria-label': item.label,
        ...(isFirstOfEnd ? { className: 'rail-end' } : {}),
      },
      item.icon,
      item.count ? (
        <b className="count late" aria-hidden="true">
          {item.count}
        </b>
      ) : null,
    );
  return (
    <nav className="rail" aria-label={label}>
      {items.map((item) => draw(item, false))}
      {end.map((item, place) => draw(item, place === 0))}
    </nav>
  );
}
