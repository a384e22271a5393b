import type { ReactElement } from 'react';
import * as m from '#messages';

/** Widths of the lines of a row, so that loading looks like what is coming. */
const ROWS = [
  ['38%', '52%', '78%'],
  ['56%', '34%', '64%'],
  ['30%', '44%', '70%'],
  ['48%', '40%', '58%'],
] as const;

/** Rows of the shape of the queue's, after 300 ms. */
export const QueueSkeleton = (): ReactElement => (
  <div className="late-in" aria-busy="true">
    <span className="sr">{m.common_loading()}</span>
    {ROWS.map((widths) => (
      <div key={widths.join()} className="grid gap-2.5 border-b border-line px-4 py-3.5" aria-hidden="true">
        {widths.map((width) => (
          <i key={width} className="sk" style={{ width, height: 11 }} />
        ))}
      </div>
    ))}
  </div>
);
