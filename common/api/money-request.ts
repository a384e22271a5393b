import { z } from 'zod';
import { route } from './route.ts';
import { payeeSchema } from './wallet.ts';
import { idSchema, instantSchema, moneyInput, pageOf, pageQuery, wireMoneySchema } from './wire.ts';

export const MONEY_REQUEST_STATES = ['open', 'paying', 'paid', 'declined', 'cancelled', 'expired'] as const;
export type MoneyRequestState = (typeof MONEY_REQUEST_STATES)[number];
/** Days that a request can wait for. */
export const REQUEST_DAYS = [1, 7, 30] as const;
/** Why somebody reports a request: a stranger, nothing is owed, somebody else's name, threats. */
export const REPORT_GROUNDS = ['not_known', 'not_owed', 'pretends', 'threatens'] as const;
export type ReportGround = (typeof REPORT_GROUNDS)[number];

/** What a link to a request, or to somebody's code, carries: 132 bits. */
export const linkTokenSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .meta({ description: 'The token of a link', example: 'q7Zb2mXw9KdR4tLs8VyN1A' });

const personSchema = z.object({
  maskedName: z.string(),
  initial: z.string(),
  picture: z.string().nullable(),
});

export const moneyRequestSchema = z
  .object({
    id: idSchema('rq'),
    /** Whether the reader asked for the money or is asked for it. */
    side: z.enum(['asked', 'owed']),
    /** `paying` is told to the payer alone: a payment of it is held for a look. */
    state: z.enum(MONEY_REQUEST_STATES),
    amount: wireMoneySchema,
    note: z.string().nullable(),
    /** The other side as the reader may know it; null while nobody has paid by the link. */
    person: personSchema.nullable(),
    /** Of who is asked: the two have paid each other before. */
    isKnown: z.boolean(),
    /** The address of a request by link, for whoever asked. */
    link: z.string().nullable(),
    /** The same as a code, in the form of EMV merchant-presented codes. */
    code: z.string().nullable(),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    endedAt: instantSchema.nullable(),
    remindedAt: instantSchema.nullable(),
    /** From when the asker may remind, once; null where reminding is over or was never possible. */
    remindFrom: instantSchema.nullable(),
    /** The entry of the payment, where the reader sees it. */
    transferId: idSchema('tr').nullable(),
  })
  .meta({ id: 'MoneyRequest' });

/** A request that can be paid now: whom, by a reference that is good for this sum alone. */
export const payableRequestSchema = z
  .object({ request: moneyRequestSchema, payee: payeeSchema })
  .meta({ id: 'PayableRequest' });

/** How somebody is paid by a code: its text in EMV form, and the same as a link. */
const payCodeSchema = z.object({ code: z.string(), link: z.string() }).meta({ id: 'PayCode' });

const OVER = [
  'money_request_paid',
  'money_request_declined',
  'money_request_cancelled',
  'money_request_expired',
  'money_request_being_paid',
] as const;
const one = { params: z.object({ id: idSchema('rq') }) };
const common = { access: 'customer', tags: ['Requests'] } as const;

export const moneyRequestApi = {
  createMoneyRequest: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests',
    status: 201,
    idempotent: true,
    summary: 'Ask one person for money, or anybody by a link',
    description:
      'With `payee` (from a search) that person is asked and told; without, the answer carries a link that can be sent or shown as a code. Whether the person hears it is not told.',
    body: z.object({
      id: idSchema('rq'),
      payee: idSchema('pay').nullish(),
      amount: moneyInput,
      note: z.string().max(140).nullish(),
      days: z.union([z.literal(1), z.literal(7), z.literal(30)]),
    }),
    ok: moneyRequestSchema,
    errors: [
      'amount_not_positive',
      'amount_too_large',
      'payee_confirmation_expired',
      'account_cannot_receive',
      'money_requests_too_many',
      'money_requests_open_too_many',
      'money_requests_paused',
      'operation_id_reused',
    ],
  }),
  moneyRequests: route({
    ...common,
    method: 'GET',
    path: '/api/v1/money-requests',
    summary: 'Requests that the reader made, or is asked by; newest first',
    query: z.object({
      side: z.enum(['asked', 'owed']).default('asked'),
      state: z.enum(['open', 'over']).optional(),
      ...pageQuery,
    }),
    ok: pageOf(moneyRequestSchema),
  }),
  moneyRequest: route({
    ...common,
    method: 'GET',
    path: '/api/v1/money-requests/:id',
    summary: 'One request',
    ...one,
    ok: moneyRequestSchema,
  }),
  openMoneyRequest: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests/:id/payees',
    status: 201,
    summary: 'Whom to pay for a request: a masked name, and a reference for exactly this sum',
    ...one,
    body: z.object({}),
    ok: payableRequestSchema,
    errors: ['not_found', ...OVER],
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  openRequestLink: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-request-links',
    status: 201,
    summary: 'The request behind a link or a code, and whom to pay for it',
    body: z.object({ token: linkTokenSchema }),
    ok: payableRequestSchema,
    errors: ['not_found', 'payee_is_self', ...OVER],
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  payCode: route({
    ...common,
    method: 'POST',
    path: '/api/v1/pay-code',
    status: 201,
    summary:
      'The own code to be paid by, without a sum; made when it is first asked for, and the same from then on',
    body: z.object({}),
    ok: payCodeSchema,
  }),
  renewPayCode: route({
    ...common,
    method: 'POST',
    path: '/api/v1/pay-code/renewals',
    status: 201,
    summary: 'A new code; the old one is worthless from now on',
    body: z.object({}),
    ok: payCodeSchema,
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  openPayCode: route({
    ...common,
    method: 'POST',
    path: '/api/v1/pay-code-openings',
    status: 201,
    summary: 'Whom a code lets pay: a masked name and a reference; nothing is paid by it',
    body: z.object({ token: linkTokenSchema }),
    ok: payeeSchema,
    errors: ['not_found', 'payee_is_self'],
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  cancelMoneyRequest: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests/:id/cancellations',
    summary: 'Take an own request back',
    ...one,
    body: z.object({}),
    ok: moneyRequestSchema,
    errors: ['not_found', ...OVER],
  }),
  declineMoneyRequest: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests/:id/refusals',
    summary: 'Decline a request; hear no more of this person; report it',
    ...one,
    body: z.object({ block: z.boolean(), report: z.enum(REPORT_GROUNDS).nullish() }),
    ok: moneyRequestSchema,
    errors: ['not_found', ...OVER],
  }),
  remindMoneyRequest: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests/:id/reminders',
    summary: 'Remind the person who is asked, once, a day after asking at the earliest',
    ...one,
    body: z.object({}),
    ok: moneyRequestSchema,
    errors: ['not_found', 'money_request_reminder_early', 'money_request_reminded', ...OVER],
  }),
  blockedAskers: route({
    ...common,
    method: 'GET',
    path: '/api/v1/blocked-askers',
    summary: 'People whose requests the reader does not want to get',
    ok: z.object({
      items: z.array(z.object({ requestId: idSchema('rq'), maskedName: z.string(), since: instantSchema })),
    }),
  }),
  unblockAsker: route({
    ...common,
    method: 'POST',
    path: '/api/v1/money-requests/:id/unblockings',
    summary: 'Hear requests of this person again',
    ...one,
    body: z.object({}),
    ok: null,
    errors: ['not_found'],
    status: 204,
  }),
} as const;
