import type { ReactElement } from 'react';
import { classes } from './as.ts';

const STEPS = [1, 2, 3, 4] as const;
/** From this level on a password is good enough to be kept. */
const GOOD = 3;

/** How hard a password is to guess, 0 to 4, with its word; the bars only repeat the word. */
export const StrengthMeter = ({ level, word }: { level: 0 | 1 | 2 | 3 | 4; word: string }): ReactElement => (
  <div>
    <div className={classes('strength', level >= GOOD && 'good')} aria-hidden="true">
      {STEPS.map((step) => (
        <i key={step} className={classes(step <= level && 'on')} />
      ))}
    </div>
    <div className="hint" role="status">
      {word}
    </div>
  </div>
);
