import type { ReactElement } from 'react';

export type DayBar = {
  readonly day: string;
  /** Drawn strong, within the whole. */
  readonly part: number;
  readonly whole: number;
  /** Read aloud, and shown to who points at it. */
  readonly spoken: string;
};

const HEIGHT = 72;

/** One bar a day: the whole quiet, a part of it strong. The highest day fills the height. */
export function DayBars({ label, days }: { label: string; days: readonly DayBar[] }): ReactElement {
  const most = Math.max(1, ...days.map(({ whole }) => whole));
  const tall = (count: number): number => Math.round((count / most) * HEIGHT);
  return (
    <figure className="daybars">
      <figcaption className="text-13 text-ink-2">{label}</figcaption>
      <ul>
        {days.map(({ day, part, whole, spoken }) => (
          <li key={day} title={spoken}>
            <span className="sr">{spoken}</span>
            <i className="whole" style={{ height: Math.max(2, tall(whole)) }}>
              <i className="part" style={{ height: tall(part) }} />
            </i>
          </li>
        ))}
      </ul>
      <div className="num flex justify-between text-12 text-ink-3" aria-hidden="true">
        <span>{days[0]?.day}</span>
        <span>{days.length > 1 ? days.at(-1)?.day : ''}</span>
      </div>
    </figure>
  );
}
