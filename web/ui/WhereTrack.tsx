import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';

/**
 * `done`: the money went through here. `here`: it is here now. `unsure`: being checked. `next`: not yet reached.
 * `was`: passed on the way back. `bad`: refused here.
 */
export type StationState = 'done' | 'here' | 'unsure' | 'next' | 'was' | 'bad';
export type Station = { label: ReactNode; state: StationState };

const SPOKEN: Record<StationState, () => string> = {
  done: m.common_where_done,
  here: m.common_where_here,
  unsure: m.common_where_unsure,
  next: m.common_where_next,
  was: m.common_where_was,
  bad: m.common_where_bad,
};

/** The two to four stations that a sum passes. Money that came back runs on dotted lines. */
export function WhereTrack({ stations }: { stations: readonly Station[] }): ReactElement {
  return (
    <ol className="where" aria-label={m.common_where_label()}>
      {stations.map(({ label, state }, place) => (
        <li
          key={place}
          className={classes(
            state === 'unsure' ? 'here unsure' : state,
            (state === 'was' || state === 'bad') && 'back',
          )}
          aria-current={state === 'here' || state === 'unsure' ? 'location' : undefined}
        >
          {label}
          <span className="sr">, {SPOKEN[state]()}</span>
        </li>
      ))}
    </ol>
  );
}
