// The part of the catalogue about restrictions and four eyes; `reasons.ts` is its door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

export const RISK_REASONS = {
  proposal_open: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  proposal_own: reason({ ...noMoney, nextActor: 'okpay', status: 403, facts: {}, remedies: ['wait'] }),
  proposal_closed: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  // Staff: the same cause stands already; a reason does not fit the kind, or nothing would be blocked.
  restriction_stands: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: {},
    remedies: ['reload'],
  }),
  restriction_not_possible: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  restriction_over: reason({ ...noMoney, nextActor: 'nobody', status: 409, facts: {}, remedies: ['reload'] }),
  // A rule blocks a payment. What exactly looked wrong is not told.
  payment_unsafe: reason({ ...untouched, status: 403, facts: {}, remedies: ['open_case', 'see_history'] }),
  // The same about top-ups: asked for the strong factor, blocked, looked at first, and what became of that.
  top_up_factor_required: reason({
    ...untouched,
    status: 403,
    facts: { total: 'money' },
    remedies: ['give_strong_factor'],
  }),
  top_up_factor_not_set_up: reason({
    ...untouched,
    status: 403,
    facts: { total: 'money' },
    remedies: ['add_second_factor', 'change_amount'],
  }),
  top_up_unsafe: reason({ ...untouched, status: 403, facts: {}, remedies: ['open_case', 'see_history'] }),
  top_ups_too_many: reason({ ...untouched, status: 429, facts: {}, remedies: ['wait', 'open_case'] }),
  top_up_in_review: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { amount: 'money', dueAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  top_up_refused_after_review: reason({
    money: 'moved',
    nextActor: 'okpay',
    status: 403,
    facts: { total: 'money' },
    remedies: ['open_case', 'see_history'],
  }),
  top_up_review_expired: reason({
    money: 'moved',
    nextActor: 'okpay',
    status: 410,
    facts: { total: 'money' },
    remedies: ['top_up', 'open_case'],
  }),
  // A rule wants a person to look at it first.
  payment_in_review: reason({
    nextActor: 'okpay',
    money: 'held',
    status: 409,
    facts: { dueAt: 'instant' },
    remedies: ['cancel_payment', 'wait', 'open_case'],
  }),
  payment_refused_after_review: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['open_case', 'see_history'],
  }),
  payment_review_expired: reason({ ...untouched, status: 410, facts: {}, remedies: ['retry', 'open_case'] }),
  payment_cancelled: reason({ ...untouched, status: 409, facts: {}, remedies: ['retry', 'see_history'] }),
  // Somebody decided about it, or its time is over.
  review_over: reason({ ...noMoney, nextActor: 'nobody', status: 409, facts: {}, remedies: ['reload'] }),
  // The payer may not send, or the payee may not receive, by now: releasing would pass a freeze by.
  review_blocked: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: {},
    remedies: ['reload', 'wait'],
  }),
  payments_too_many: reason({
    ...untouched,
    status: 429,
    facts: {},
    remedies: ['wait', 'open_case'],
  }),
  // Staff: a colleague has switched or written the same rule, so that this would change nothing or something else.
  rule_changed_meanwhile: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload'] }),
  // Staff: a screening imposed it, so what is decided about its matches lifts it; the match is decided, or another one took its place.
  screening_decides: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  screening_over: reason({ ...noMoney, nextActor: 'nobody', status: 409, facts: {}, remedies: ['reload'] }),
  // A customer asks for a decision, or contests one.
  petition_open: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: {},
    remedies: ['see_restriction'],
  }),
  item_not_done: reason({
    ...noMoney,
    status: 409,
    facts: {},
    remedies: ['add_second_factor', 'check_again'],
  }),
  appeal_not_possible: reason({ ...noMoney, status: 409, facts: {}, remedies: ['reload', 'open_case'] }),
  // Staff: outcome, ground and what stays do not fit; asked often enough; a decision is contested before others than who made it.
  petition_not_possible: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  rounds_used_up: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  reviewer_must_differ: reason({
    money: 'none_involved',
    nextActor: 'other_person',
    status: 403,
    facts: {},
    remedies: ['wait'],
  }),
  answer_files_too_many: reason({
    ...noMoney,
    status: 409,
    facts: { max: 'count' },
    remedies: ['correct_input'],
  }),
  // Staff: nobody decides about answers that they have not opened.
  answer_not_opened: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  // A payment that its payer says somebody else has made: what is held of it, for both sides; and one that is too old to be claimed.
  payment_contested: reason({
    money: 'held',
    nextActor: 'okpay',
    status: 409,
    facts: { amount: 'money', dueAt: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  // Staff: no more was paid, or the payee has no more.
  hold_not_possible: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 409,
    facts: { available: 'money' },
    remedies: ['correct_input'],
  }),
  claim_too_late: reason({
    ...noMoney,
    status: 409,
    facts: { days: 'count' },
    remedies: ['see_restriction', 'open_case'],
  }),
  // The owner's own freeze, met by who wants to pay or to top up.
  frozen_by_owner: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['see_restriction', 'open_case'],
  }),
  // Undoing the own freeze asks for more than this device and these factors can give.
  identity_check_required: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 403,
    facts: { days: 'count' },
    remedies: ['open_case', 'see_restriction'],
  }),
  disown_link_not_valid: reason({
    ...noMoney,
    status: 410,
    facts: {},
    remedies: ['sign_in', 'reset_password'],
  }),
} as const;
