// The part of the catalogue about people and their access; `reasons.ts` is its door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

/** Registration, sign-in, sessions, the payment password. */
export const IDENTITY_REASONS = {
  name_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  email_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  phone_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  handle_taken: reason({ ...noMoney, status: 409, facts: { handle: 'text' }, remedies: ['correct_input'] }),
  handle_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  avatar_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  phrase_not_usable: reason({
    ...noMoney,
    status: 422,
    facts: { min: 'count', max: 'count' },
    remedies: ['correct_input'],
  }),
  closing_blocked: reason({
    ...untouched,
    status: 409,
    facts: { count: 'count' },
    remedies: ['reload', 'open_case'],
  }),
  closing_over: reason({ ...untouched, status: 409, facts: {}, remedies: ['reload'] }),
  remainder_not_givable: reason({
    ...untouched,
    status: 409,
    facts: {},
    remedies: ['reload', 'find_payee_again'],
  }),
  terms_outdated: reason({ ...noMoney, status: 409, facts: { version: 'text' }, remedies: ['accept_terms'] }),
  password_too_short: reason({
    ...noMoney,
    status: 422,
    facts: { min: 'count' },
    remedies: ['correct_input'],
  }),
  password_too_long: reason({
    ...noMoney,
    status: 422,
    facts: { max: 'count' },
    remedies: ['correct_input'],
  }),
  password_common: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  password_personal: reason({
    ...noMoney,
    status: 422,
    facts: { part: 'text' },
    remedies: ['correct_input'],
  }),
  sign_in_failed: reason({
    ...noMoney,
    status: 401,
    facts: {},
    remedies: ['correct_input', 'reset_password', 'open_case'],
  }),
  sign_in_paused: reason({
    ...noMoney,
    status: 429,
    facts: { until: 'instant' },
    remedies: ['wait', 'reset_password', 'open_case'],
  }),
  code_wrong: reason({
    ...noMoney,
    status: 422,
    facts: { left: 'count' },
    remedies: ['correct_input', 'resend_code'],
  }),
  code_expired: reason({ ...noMoney, status: 410, facts: {}, remedies: ['resend_code'] }),
  code_sent_recently: reason({ ...noMoney, status: 429, facts: { until: 'instant' }, remedies: ['wait'] }),
  link_not_valid: reason({ ...noMoney, status: 410, facts: {}, remedies: ['resend_code'] }),
  second_factor_wrong: reason({
    ...noMoney,
    status: 401,
    facts: {},
    remedies: ['correct_input', 'ask_operator'],
  }),
  invitation_not_valid: reason({ ...noMoney, status: 410, facts: {}, remedies: ['ask_operator'] }),
  payment_password_not_set: reason({
    ...untouched,
    status: 409,
    facts: {},
    remedies: ['set_payment_password'],
  }),
  payment_password_weak: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  payment_password_wrong: reason({
    ...untouched,
    status: 422,
    facts: { left: 'count' },
    remedies: ['correct_input', 'reset_payment_password'],
  }),
  payment_password_paused: reason({
    ...untouched,
    status: 429,
    facts: { until: 'instant' },
    remedies: ['wait', 'reset_payment_password'],
  }),
  strong_factor_required: reason({
    ...untouched,
    status: 403,
    facts: { above: 'money' },
    remedies: ['give_strong_factor', 'change_amount'],
  }),
  strong_factor_missing: reason({
    ...untouched,
    status: 403,
    facts: { above: 'money' },
    remedies: ['add_second_factor', 'change_amount'],
  }),
  // Not because of the sum alone: to whom it goes, or how unlike the others it is.
  strong_factor_first_payment: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['give_strong_factor', 'change_amount'],
  }),
  strong_factor_unusual: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['give_strong_factor', 'change_amount'],
  }),
  strong_factor_not_set_up: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['add_second_factor', 'change_amount'],
  }),
  step_up_not_valid: reason({ ...untouched, status: 403, facts: {}, remedies: ['confirm_payment_password'] }),
} as const;

/** Second factors: at sign-in, and when what protects the account is changed. */
export const ACCESS_REASONS = {
  second_factor_required: reason({
    ...noMoney,
    status: 401,
    facts: { until: 'instant' },
    remedies: ['give_second_factor'],
  }),
  sign_in_expired: reason({ ...noMoney, status: 410, facts: {}, remedies: ['sign_in'] }),
  factor_code_wrong: reason({
    ...noMoney,
    status: 422,
    facts: { left: 'count' },
    remedies: ['correct_input', 'open_case'],
  }),
  factor_paused: reason({
    ...noMoney,
    status: 429,
    facts: { until: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  reset_not_valid: reason({ ...noMoney, status: 410, facts: {}, remedies: ['reset_password', 'open_case'] }),
  access_code_not_valid: reason({
    ...noMoney,
    status: 410,
    facts: {},
    remedies: ['correct_input', 'resend_code'],
  }),
  identity_check_missing: reason({ ...noMoney, status: 409, facts: {}, remedies: ['correct_input'] }),
  four_eyes_required: reason({
    money: 'none_involved',
    nextActor: 'other_person',
    status: 403,
    facts: {},
    remedies: ['ask_operator'],
  }),
  payouts_cooling: reason({
    ...untouched,
    status: 409,
    facts: { until: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  access_proof_required: reason({ ...noMoney, status: 403, facts: {}, remedies: ['prove_access'] }),
  passkey_refused: reason({ ...noMoney, status: 422, facts: {}, remedies: ['retry', 'open_case'] }),
  offer_expired: reason({ ...noMoney, status: 410, facts: {}, remedies: ['retry'] }),
  offer_code_wrong: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
} as const;
