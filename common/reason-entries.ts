// The catalogue itself, by what a reason is about; `reasons.ts` is its door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

/** Requests that never reached a decision. */
export const REQUEST_REASONS = {
  malformed_request: reason({ ...noMoney, status: 400, facts: {}, remedies: ['correct_input', 'reload'] }),
  idempotency_key_missing: reason({ ...untouched, status: 400, facts: {}, remedies: ['correct_input'] }),
  idempotency_key_reused: reason({
    ...untouched,
    status: 409,
    facts: {},
    remedies: ['see_history', 'retry'],
  }),
  unauthenticated: reason({ ...noMoney, status: 401, facts: {}, remedies: ['sign_in'] }),
  forbidden: reason({ ...noMoney, status: 403, facts: {}, remedies: ['sign_in', 'open_case'] }),
  cross_origin_refused: reason({ ...noMoney, status: 403, facts: {}, remedies: ['reload'] }),
  verification_required: reason({ ...noMoney, status: 403, facts: {}, remedies: ['verify_contact'] }),
  not_found: reason({ ...noMoney, status: 404, facts: {}, remedies: ['see_history', 'open_case'] }),
  too_large: reason({
    ...noMoney,
    status: 413,
    facts: { maxKilobytes: 'count' },
    remedies: ['correct_input'],
  }),
  unsupported_media_type: reason({ ...noMoney, status: 415, facts: {}, remedies: ['correct_input'] }),
  rate_limited: reason({ ...noMoney, status: 429, facts: { until: 'instant' }, remedies: ['wait'] }),
  internal_error: reason({
    ...noMoney,
    nextActor: 'okpay',
    money: 'unknown',
    status: 500,
    facts: {},
    remedies: ['see_history', 'open_case'],
  }),
  temporarily_unavailable: reason({
    ...noMoney,
    nextActor: 'okpay',
    money: 'unknown',
    status: 503,
    facts: {},
    remedies: ['retry', 'see_history'],
  }),
} as const;

/** Amounts, payees, limits, balances, quotes: refusals of anything that moves money. */
export const MONEY_REASONS = {
  amount_not_a_number: reason({ ...untouched, status: 422, facts: {}, remedies: ['change_amount'] }),
  amount_not_positive: reason({ ...untouched, status: 422, facts: {}, remedies: ['change_amount'] }),
  amount_too_precise: reason({
    ...untouched,
    status: 422,
    facts: { digits: 'count', currency: 'currency' },
    remedies: ['change_amount'],
  }),
  amount_too_large: reason({
    ...untouched,
    status: 422,
    facts: { max: 'money' },
    remedies: ['change_amount'],
  }),
  amount_below_minimum: reason({
    ...untouched,
    status: 422,
    facts: { min: 'money' },
    remedies: ['change_amount'],
  }),
  currency_not_offered: reason({
    ...untouched,
    status: 422,
    facts: { offered: 'text' },
    remedies: ['correct_input'],
  }),
  insufficient_funds: reason({
    ...untouched,
    status: 402,
    facts: { available: 'money', needed: 'money', missing: 'money' },
    remedies: ['top_up', 'change_amount'],
  }),
  limit_per_payment: reason({
    ...untouched,
    status: 422,
    facts: { limit: 'money' },
    remedies: ['change_amount', 'see_limits', 'open_case'],
  }),
  limit_per_day: reason({
    ...untouched,
    status: 422,
    facts: { limit: 'money', remaining: 'money', resetsAt: 'instant' },
    remedies: ['change_amount', 'wait', 'see_limits'],
  }),
  limit_per_month: reason({
    ...untouched,
    status: 422,
    facts: { limit: 'money', remaining: 'money', resetsAt: 'instant' },
    remedies: ['change_amount', 'wait', 'see_limits', 'open_case'],
  }),
  payee_not_found: reason({ ...untouched, status: 404, facts: {}, remedies: ['correct_input'] }),
  payee_is_self: reason({ ...untouched, status: 422, facts: {}, remedies: ['find_payee_again', 'top_up'] }),
  payee_cannot_receive: reason({
    ...untouched,
    nextActor: 'other_person',
    status: 409,
    facts: { payee: 'text' },
    remedies: ['find_payee_again', 'open_case'],
  }),
  payee_confirmation_expired: reason({
    ...untouched,
    status: 410,
    facts: {},
    remedies: ['find_payee_again'],
  }),
  payee_search_paused: reason({ ...noMoney, status: 429, facts: { until: 'instant' }, remedies: ['wait'] }),
  account_cannot_send: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 403,
    facts: {},
    remedies: ['see_restriction', 'open_case'],
  }),
  operation_id_reused: reason({ ...untouched, status: 409, facts: {}, remedies: ['see_history'] }),
  quote_not_found: reason({ ...untouched, status: 404, facts: {}, remedies: ['new_quote'] }),
  quote_expired: reason({
    ...untouched,
    status: 410,
    facts: { expiredAt: 'instant' },
    remedies: ['new_quote'],
  }),
  quote_used: reason({ ...untouched, status: 409, facts: {}, remedies: ['see_history', 'new_quote'] }),
  statement_archived: reason({
    ...noMoney,
    status: 409,
    facts: { from: 'instant' },
    remedies: ['correct_input', 'open_case'],
  }),
} as const;

/** What a card top-up waits for, ended with, or left behind. */
export const TOP_UP_REASONS = {
  top_up_awaiting_challenge: reason({
    ...untouched,
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['finish_challenge'],
  }),
  top_up_checking: reason({
    nextActor: 'okpay',
    money: 'unknown',
    status: 409,
    facts: { since: 'instant', dueAt: 'instant' },
    remedies: ['check_again', 'open_case'],
  }),
  top_up_conflict: reason({
    nextActor: 'okpay',
    money: 'unknown',
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['open_case'],
  }),
  top_up_challenge_expired: reason({
    ...untouched,
    status: 410,
    facts: { expiredAt: 'instant' },
    remedies: ['retry'],
  }),
  top_up_unavailable: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 503,
    facts: {},
    remedies: ['retry'],
  }),
  top_up_returned: reason({
    nextActor: 'nobody',
    money: 'moved',
    status: 409,
    facts: { amount: 'money' },
    remedies: ['open_case'],
  }),
  card_number_wrong: reason({ ...untouched, status: 402, facts: {}, remedies: ['use_other_card'] }),
  card_code_wrong: reason({
    ...untouched,
    status: 402,
    facts: { card: 'text' },
    remedies: ['use_other_card'],
  }),
  card_expired: reason({ ...untouched, status: 402, facts: { card: 'text' }, remedies: ['use_other_card'] }),
  card_insufficient_funds: reason({
    ...untouched,
    status: 402,
    facts: { card: 'text', charged: 'money' },
    remedies: ['use_other_card', 'change_amount'],
  }),
  card_limit_exceeded: reason({
    ...untouched,
    status: 402,
    facts: { card: 'text', charged: 'money' },
    remedies: ['change_amount', 'use_other_card'],
  }),
  card_declined: reason({
    ...untouched,
    nextActor: 'bank',
    status: 402,
    facts: { card: 'text' },
    remedies: ['use_other_card'],
  }),
  card_not_supported: reason({
    ...untouched,
    status: 402,
    facts: { card: 'text' },
    remedies: ['use_other_card'],
  }),
  card_authentication_failed: reason({
    ...untouched,
    status: 402,
    facts: { card: 'text' },
    remedies: ['retry', 'use_other_card'],
  }),
  top_up_partly_delayed: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { delayed: 'money', availableAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  top_up_charged_back: reason({
    nextActor: 'nobody',
    money: 'moved',
    status: 409,
    facts: { amount: 'money', taken: 'money', owed: 'money' },
    remedies: ['open_case', 'settle_debt'],
  }),
  debt_outstanding: reason({
    nextActor: 'you',
    money: 'owed',
    status: 409,
    facts: { owed: 'money', collectsFrom: 'instant' },
    remedies: ['settle_debt', 'open_case'],
  }),
} as const;

/** Cases and conversations. */
export const CASE_REASONS = {
  case_closed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['open_case'] }),
  case_awaiting_agent: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['wait'],
  }),
  case_awaiting_customer: reason({
    ...noMoney,
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['open_case'],
  }),
  case_awaits_decision: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: {},
    remedies: ['reload'],
  }),
  case_changed_meanwhile: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  message_empty: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  message_too_long: reason({ ...noMoney, status: 422, facts: { max: 'count' }, remedies: ['correct_input'] }),
  message_id_reused: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
} as const;
