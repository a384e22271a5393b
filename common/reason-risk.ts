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
