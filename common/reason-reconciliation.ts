// Reasons of reconciliations; `reasons.ts` is their door.
import { noMoney, reason } from './reason-kinds.ts';

export const RECONCILIATION_REASONS = {
  /** `day` and `oldest` are dates of the rail. */
  rail_day_unexplained: reason({
    ...noMoney,
    status: 409,
    facts: { count: 'count', oldest: 'text', difference: 'money' },
    remedies: ['reload'],
  }),
  rail_day_before_open: reason({ ...noMoney, status: 409, facts: { day: 'text' }, remedies: ['reload'] }),
  rail_day_not_over: reason({
    ...noMoney,
    nextActor: 'nobody',
    status: 409,
    facts: { opensAt: 'instant' },
    remedies: ['wait'],
  }),
  rail_day_differs: reason({
    ...noMoney,
    nextActor: 'bank',
    status: 409,
    facts: { stated: 'money', lines: 'money' },
    remedies: ['ask_operator'],
  }),
  rail_day_gap: reason({
    ...noMoney,
    nextActor: 'bank',
    status: 409,
    facts: { before: 'money', opening: 'money' },
    remedies: ['ask_operator'],
  }),
  rail_day_closed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  rail_line_changed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  rail_lines_differ: reason({
    ...noMoney,
    status: 409,
    facts: { difference: 'money' },
    remedies: ['correct_input'],
  }),
} as const;
