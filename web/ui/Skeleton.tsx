import type { ReactElement } from 'react';
import * as m from '#messages';

/** Widths of the lines of rows, so that loading looks like what is coming. */
const ROWS = [
  { first: 120, second: 76 },
  { first: 92, second: 110 },
  { first: 150, second: 64 },
  { first: 108, second: 88 },
] as const;

const Line = ({ width, height = 12 }: { width: number | string; height?: number }): ReactElement => (
  <i className="sk" style={{ width, height }} />
);

/** Rows of the shape of TxRow, after 300 ms: what comes sooner never flickers. */
export function SkeletonRows({ rows = 3 }: { rows?: number }): ReactElement {
  return (
    <div className="card late-in" aria-busy="true">
      <span className="sr">{m.common_loading()}</span>
      {Array.from({ length: rows }, (_, place) => ROWS[place % ROWS.length] ?? ROWS[0]).map(
        ({ first, second }, place) => (
          <div key={place} className="tx" aria-hidden="true">
            <span className="glyph" />
            <span className="grid gap-[9px]">
              <Line width={first} />
              <Line width={second} height={10} />
            </span>
            <Line width={72} />
          </div>
        ),
      )}
    </div>
  );
}

/** Lines of text, after 300 ms. */
export function SkeletonText({ lines = 3 }: { lines?: number }): ReactElement {
  return (
    <div className="late-in grid gap-3" aria-busy="true">
      <span className="sr">{m.common_loading()}</span>
      {Array.from({ length: lines }, (_, place) => (
        <Line key={place} width={place === lines - 1 ? '60%' : '100%'} />
      ))}
    </div>
  );
}
