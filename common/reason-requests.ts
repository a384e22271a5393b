// Reasons of requests for money; `reasons.ts` is their door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

/** A request that cannot be paid or changed any more. */
const over = { ...untouched, status: 409, facts: {} } as const;

export const MONEY_REQUEST_REASONS = {
  payment_just_made: reason({
    ...untouched,
    status: 409,
    facts: { payee: 'text', amount: 'money', at: 'instant', earlier: 'text' },
    remedies: ['confirm_repeat', 'see_history'],
  }),
  payee_name_checks_paused: reason({
    ...noMoney,
    status: 429,
    facts: { until: 'instant' },
    remedies: ['wait'],
  }),
  payment_awaits_pickup: reason({
    nextActor: 'other_person',
    money: 'held',
    status: 409,
    facts: { address: 'text', until: 'instant' },
    remedies: ['wait', 'cancel_payment'],
  }),
  payment_not_picked_up: reason({
    ...untouched,
    status: 409,
    facts: {},
    remedies: ['find_payee_again', 'see_history'],
  }),
  pickup_address_needed: reason({ ...untouched, status: 422, facts: {}, remedies: ['correct_input'] }),
  pickup_over: reason({
    ...untouched,
    nextActor: 'other_person',
    status: 410,
    facts: {},
    remedies: ['see_history'],
  }),
  pickup_is_own: reason({ ...untouched, status: 422, facts: {}, remedies: ['see_history'] }),
  pickup_other_address: reason({
    ...untouched,
    status: 403,
    facts: {},
    remedies: ['sign_in', 'verify_contact'],
  }),
  pickup_paused: reason({
    nextActor: 'other_person',
    money: 'held',
    status: 409,
    facts: {},
    remedies: ['wait', 'open_case'],
  }),
  account_cannot_receive: reason({
    ...untouched,
    nextActor: 'okpay',
    status: 403,
    facts: {},
    remedies: ['see_restriction', 'open_case'],
  }),
  money_requests_too_many: reason({
    ...noMoney,
    status: 429,
    facts: { until: 'instant' },
    remedies: ['wait'],
  }),
  money_requests_open_too_many: reason({
    ...noMoney,
    status: 409,
    facts: { max: 'count' },
    remedies: ['see_requests', 'wait'],
  }),
  money_requests_paused: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 403,
    facts: { until: 'instant' },
    remedies: ['wait', 'open_case'],
  }),
  money_request_paid: reason({ ...over, money: 'moved', remedies: ['see_history'] }),
  money_request_declined: reason({ ...over, remedies: ['see_requests', 'find_payee_again'] }),
  money_request_cancelled: reason({ ...over, remedies: ['see_requests', 'find_payee_again'] }),
  money_request_expired: reason({
    ...over,
    nextActor: 'other_person',
    status: 410,
    remedies: ['see_requests', 'find_payee_again'],
  }),
  money_request_being_paid: reason({
    ...over,
    nextActor: 'okpay',
    money: 'held',
    remedies: ['see_history', 'wait'],
  }),
  money_request_differs: reason({
    ...untouched,
    status: 422,
    facts: { asked: 'money' },
    remedies: ['see_requests'],
  }),
  money_request_reminder_early: reason({
    ...noMoney,
    status: 409,
    facts: { from: 'instant' },
    remedies: ['wait'],
  }),
  money_request_reminded: reason({
    ...noMoney,
    nextActor: 'other_person',
    status: 409,
    facts: {},
    remedies: ['wait', 'see_requests'],
  }),
} as const;
