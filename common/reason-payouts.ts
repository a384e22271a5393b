// Reasons of bank accounts and payouts; `reasons.ts` is their door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

/** What the bank said no with. The money is back, whole; the code is the bank's own (ISO 20022 external codes). */
const back = {
  money: 'untouched',
  nextActor: 'you',
  status: 409,
  facts: { bankCode: 'text', total: 'money' },
} as const;

export const PAYOUT_REASONS = {
  // Money that its owner looks for: the bank's time still runs; somebody looks already.
  trace_too_early: reason({
    ...noMoney,
    nextActor: 'bank',
    status: 409,
    facts: { expectedBy: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  trace_answered: reason({
    ...noMoney,
    nextActor: 'nobody',
    status: 409,
    facts: {},
    remedies: ['reload', 'open_case'],
  }),
  trace_open: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: {},
    remedies: ['reload', 'wait'],
  }),
  bank_account_not_valid: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  bank_account_is_card: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  bank_account_name_differs: reason({
    ...noMoney,
    status: 422,
    facts: { known: 'text' },
    remedies: ['correct_input', 'see_identity', 'open_case'],
  }),
  bank_account_known: reason({ ...noMoney, status: 409, facts: {}, remedies: ['correct_input'] }),
  bank_accounts_too_many: reason({
    ...noMoney,
    status: 409,
    facts: { max: 'count' },
    remedies: ['correct_input'],
  }),
  strong_factor_payout: reason({ ...untouched, status: 403, facts: {}, remedies: ['give_strong_factor'] }),
  // A rule asks for the strong factor of somebody who has none; blocks; or wants a person to look first. Which one it was is not told.
  withdrawal_factor_not_set_up: reason({
    ...untouched,
    status: 403,
    facts: { total: 'money' },
    remedies: ['add_second_factor', 'change_amount'],
  }),
  withdrawal_unsafe: reason({ ...untouched, status: 403, facts: {}, remedies: ['open_case', 'see_history'] }),
  withdrawals_too_many: reason({ ...untouched, status: 429, facts: {}, remedies: ['wait', 'open_case'] }),
  withdrawal_in_review: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { total: 'money', dueAt: 'instant' },
    remedies: ['cancel_payment', 'wait', 'open_case'],
  }),
  withdrawal_refused_after_review: reason({
    ...untouched,
    status: 403,
    facts: { total: 'money' },
    remedies: ['open_case', 'see_history'],
  }),
  withdrawal_review_expired: reason({
    ...untouched,
    status: 410,
    facts: { total: 'money' },
    remedies: ['retry', 'open_case'],
  }),
  withdrawal_cooling: reason({
    ...untouched,
    status: 409,
    facts: { until: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  withdrawal_requested: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { cutOff: 'instant', arrivesBy: 'instant' },
    remedies: ['wait', 'cancel_payment'],
  }),
  withdrawal_with_bank: reason({
    nextActor: 'bank',
    money: 'held',
    status: 409,
    facts: { arrivesBy: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  withdrawal_checking: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { since: 'instant', dueAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  withdrawal_conflict: reason({
    nextActor: 'okpay',
    money: 'unknown',
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  withdrawal_under_way: reason({
    nextActor: 'bank',
    money: 'held',
    status: 409,
    facts: {},
    remedies: ['see_history', 'open_case'],
  }),
  withdrawal_cancelled: reason({
    ...untouched,
    status: 409,
    facts: { total: 'money' },
    remedies: ['retry', 'see_history'],
  }),
  withdrawal_stopped: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 409,
    facts: { total: 'money' },
    remedies: ['see_restriction', 'open_case'],
  }),
  payout_account_wrong: reason({ ...back, remedies: ['see_bank_accounts', 'open_case'] }),
  payout_account_closed: reason({ ...back, remedies: ['see_bank_accounts', 'open_case'] }),
  payout_account_blocked: reason({ ...back, remedies: ['see_bank_accounts', 'open_case'] }),
  payout_name_differs: reason({ ...back, remedies: ['see_bank_accounts', 'open_case'] }),
  payout_refused: reason({ ...back, remedies: ['retry', 'open_case'] }),
  // Two of the staff have found out that it was not paid, or came back.
  payout_found_back: reason({ ...back, facts: { total: 'money' }, remedies: ['retry', 'open_case'] }),
  // The operator had paid for it, since somebody else had made it; then the bank sent it back.
  payout_borne: reason({
    money: 'moved',
    nextActor: 'nobody',
    status: 409,
    facts: { amount: 'money' },
    remedies: ['see_history', 'open_case'],
  }),
  payout_unassigned: reason({
    nextActor: 'okpay',
    money: 'unknown',
    status: 409,
    facts: { total: 'money' },
    remedies: ['wait', 'open_case'],
  }),
} as const;
