import * as m from '#messages';
import type { PillStatus } from '#ui/Pill.tsx';
import type { MoneyRequest } from './request-query.ts';

type Shown = { status: PillStatus; word?: string };

/** The pill of a request: the shapes are those of payments, the words its own. */
export function pillOf({ state, side }: Pick<MoneyRequest, 'state' | 'side'>): Shown {
  switch (state) {
    case 'open':
      return side === 'owed' ? { status: 'your_turn' } : { status: 'arriving', word: m.persons_pill_open() };
    case 'paying':
      return { status: 'checking' };
    case 'paid':
      return { status: 'completed', word: m.persons_pill_paid() };
    case 'declined':
      return { status: 'cancelled', word: m.persons_pill_declined() };
    case 'cancelled':
      return { status: 'cancelled' };
    case 'expired':
      return { status: 'expired' };
  }
}

/** The other side of it, or that it goes by link. */
export const whoOf = ({ person }: Pick<MoneyRequest, 'person'>): string =>
  person?.maskedName ?? m.persons_by_link();
