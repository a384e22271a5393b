import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';

export type TimelineState = 'done' | 'now' | 'waiting' | 'future' | 'failed' | 'past';
export type TimelineItem = {
  key: string;
  state: TimelineState;
  what: ReactNode;
  /** Shown time; `at` is the instant for machines. */
  when: string;
  at?: string | undefined;
  /** The fact: bank code, device, amount. */
  fact?: ReactNode;
};

const SPOKEN: Record<TimelineState, () => string> = {
  done: m.common_timeline_done,
  now: m.common_timeline_now,
  waiting: m.common_timeline_waiting,
  future: m.common_timeline_future,
  failed: m.common_timeline_failed,
  past: m.common_timeline_past,
};

/** Newest first. `wide` is the desk's form, with the times in a column at the left. */
export function Timeline({
  items,
  wide = false,
}: {
  items: readonly TimelineItem[];
  wide?: boolean;
}): ReactElement {
  return (
    <ol className={classes('timeline', wide && 'wide')}>
      {items.map(({ key, state, what, when, at, fact }) => (
        <li key={key} className={classes(state !== 'past' && state)}>
          <div className="head">
            <b>
              {what}
              <span className="sr">, {SPOKEN[state]()}</span>
            </b>
            <time dateTime={at}>{when}</time>
          </div>
          {fact ? <p>{fact}</p> : null}
        </li>
      ))}
    </ol>
  );
}
