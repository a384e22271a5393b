// Reasons of top-ups from another e-wallet; `reasons.ts` is their door. What they share with cards stands in `reason-entries.ts`.
import { reason, untouched } from './reason-kinds.ts';

export const EWALLET_REASONS = {
  ewallet_awaiting_approval: reason({
    ...untouched,
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['approve_in_ewallet'],
  }),
  ewallet_checking: reason({
    nextActor: 'okpay',
    money: 'unknown',
    status: 409,
    facts: { since: 'instant', dueAt: 'instant' },
    remedies: ['check_again', 'open_case'],
  }),
  ewallet_approval_expired: reason({
    ...untouched,
    status: 410,
    facts: { expiredAt: 'instant' },
    remedies: ['retry'],
  }),
  ewallet_refused: reason({ ...untouched, status: 402, facts: {}, remedies: ['retry', 'top_up'] }),
  ewallet_insufficient_funds: reason({
    ...untouched,
    status: 402,
    facts: { charged: 'money' },
    remedies: ['change_amount', 'top_up'],
  }),
  ewallet_declined: reason({ ...untouched, status: 402, facts: {}, remedies: ['retry', 'top_up'] }),
  ewallet_unavailable: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 503,
    facts: {},
    remedies: ['retry', 'top_up'],
  }),
} as const;
