// The part of the catalogue about restrictions and four eyes; `reasons.ts` is its door.
import { noMoney, reason } from './reason-kinds.ts';

export const RISK_REASONS = {
  proposal_open: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  proposal_own: reason({ ...noMoney, nextActor: 'okpay', status: 403, facts: {}, remedies: ['wait'] }),
  proposal_closed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
} as const;
