import { Check, Clock, CornerUpLeft, Lock, Pause, Search, Timer, User, X } from 'lucide-react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';

type Family = 'in' | 'pending' | 'held' | 'danger' | 'accent' | 'neutral';
type Look = {
  family: Family;
  icon: ComponentType<{ size?: number; 'aria-hidden'?: 'true' }>;
  word: () => string;
};

/** Every status has a shape and a word of its own; without colour they still differ. */
const LOOKS = {
  completed: { family: 'in', icon: Check, word: m.common_pill_completed },
  arriving: { family: 'pending', icon: Clock, word: m.common_pill_arriving },
  checking: { family: 'pending', icon: Search, word: m.common_pill_checking },
  your_turn: { family: 'accent', icon: User, word: m.common_pill_your_turn },
  held: { family: 'held', icon: Lock, word: m.common_pill_held },
  paused: { family: 'held', icon: Pause, word: m.common_pill_paused },
  failed: { family: 'danger', icon: X, word: m.common_pill_failed },
  returned: { family: 'danger', icon: CornerUpLeft, word: m.common_pill_returned },
  cancelled: { family: 'neutral', icon: X, word: m.common_pill_cancelled },
  expired: { family: 'neutral', icon: Timer, word: m.common_pill_expired },
} as const satisfies Record<string, Look>;

export type PillStatus = keyof typeof LOOKS;

/** The word of a status, for ears and sentences. */
export const pillWord = (status: PillStatus): string => LOOKS[status].word();

/** One pill per row, never two. `children` replaces the usual word by a closer one (待客户验证), not the shape. */
export function Pill({ status, children }: { status: PillStatus; children?: ReactNode }): ReactElement {
  const { family, icon: Icon, word } = LOOKS[status];
  return (
    <span className={classes('pill', family !== 'neutral' && family)}>
      <Icon size={13} aria-hidden="true" />
      {children ?? word()}
    </span>
  );
}
