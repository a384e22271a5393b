import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { classes } from './as.ts';

export type DeskColumn<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  right?: boolean | undefined;
};

export type DeskTableProps<Row> = {
  /** Read aloud; not shown. */
  caption: string;
  columns: readonly DeskColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  selected?: string | null | undefined;
  onOpen?: ((row: Row) => void) | undefined;
};

const STEP: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** 13 px, hairlines only, sticky head. A row opens by click, or by j/k and Enter; only one row is in the tab order. */
export function DeskTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  selected,
  onOpen,
}: DeskTableProps<Row>): ReactElement {
  const [active, setActive] = useState(0);
  const move = (event: KeyboardEvent<HTMLTableRowElement>, place: number, row: Row): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row);
    const step = STEP[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, place + step));
    setActive(next);
    const neighbour = event.currentTarget.parentElement?.children[next];
    if (neighbour instanceof HTMLElement) neighbour.focus();
  };
  return (
    <div className="tablebox">
      <table className="grid-table">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, head, right }) => (
              <th key={key} scope="col" className={classes(right && 'right')}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr
              key={keyOf(row)}
              data-opens={onOpen ? '' : undefined}
              aria-current={keyOf(row) === selected || undefined}
              tabIndex={onOpen ? (place === Math.min(active, rows.length - 1) ? 0 : -1) : undefined}
              onClick={() => onOpen?.(row)}
              onFocus={() => setActive(place)}
              onKeyDown={(event) => move(event, place, row)}
            >
              {columns.map(({ key, cell, right }) => (
                <td key={key} className={classes(right && 'right')}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
