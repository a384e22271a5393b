import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

export type DefinitionRow = { label: ReactNode; value: ReactNode; total?: boolean | undefined };

/** Name at the left, value at the right. `ruled` draws hairlines; `well` sets them on an inset, as in a step-up. */
export function DefinitionRows({
  rows,
  ruled,
  tight,
  well,
}: {
  rows: readonly DefinitionRow[];
  ruled?: boolean;
  tight?: boolean;
  well?: boolean;
}): ReactElement {
  return (
    <dl className={classes('defs', (ruled || well) && 'ruled', (tight || well) && 'tight', well && 'well')}>
      {rows.map(({ label, value, total }, place) => (
        <div key={place} className={classes(total && 'total')}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
