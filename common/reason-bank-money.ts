// Reasons of money that comes by transfer; `reasons.ts` is their door.
import { noMoney, reason } from './reason-kinds.ts';

/** It is here, beside the wallet, and somebody decides by then. */
const aside = {
  nextActor: 'okpay',
  money: 'held',
  status: 409,
  facts: { amount: 'money', dueAt: 'instant' },
} as const;

export const BANK_MONEY_REASONS = {
  bank_top_up_put_aside: reason({ ...aside, remedies: ['wait', 'open_case'] }),
  bank_top_up_over_limit: reason({ ...aside, remedies: ['see_limits', 'see_identity', 'open_case'] }),
  bank_top_up_other_currency: reason({ ...aside, remedies: ['wait', 'open_case'] }),
  bank_top_up_too_little: reason({ ...aside, remedies: ['wait', 'open_case'] }),
  bank_top_up_sending_back: reason({
    nextActor: 'bank',
    money: 'held',
    status: 409,
    facts: { amount: 'money', dueAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  bank_top_up_sent_back: reason({
    nextActor: 'nobody',
    money: 'moved',
    status: 409,
    facts: { amount: 'money' },
    remedies: ['top_up', 'open_case'],
  }),
  conflict_changed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  conflict_outcome_not_possible: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  suspense_changed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  suspense_payer_unknown: reason({ ...noMoney, status: 409, facts: {}, remedies: ['ask_operator'] }),
  suspense_owner_closed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  suspense_owner_known: reason({ ...noMoney, status: 409, facts: {}, remedies: ['correct_input'] }),
} as const;
