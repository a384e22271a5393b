import { z } from 'zod';
import {
  OPERATION_KINDS,
  OPERATION_STATES,
  STATE_FAMILIES,
  TIMELINE_KINDS,
  MOVEMENT_PLACES,
  LINE_KINDS,
  type OperationState,
} from './entry-kinds.ts';
import { crossBorderTermsSchema } from './cross-border-terms.ts';
import { exchangeTermsSchema } from './exchange-terms.ts';
import { accountSchema } from './account.ts';
import { cardSourceShape, namesNoTwoCards, ONE_CARD, TOP_UP_EXAMPLE } from './card-source.ts';
import { route } from './route.ts';
import { quoteSchema, TOP_UP_QUOTES } from './top-up-quote.ts';
import { withdrawalTermsSchema } from './withdrawal-terms.ts';
import {
  currencySchema,
  idSchema,
  instantSchema,
  moneyInput,
  pageOf,
  pageQuery,
  reasonSchema,
  tierSchema,
  wireMoneySchema,
} from './wire.ts';

/** Where a sum is: the stations it passes, and which one holds it now. */
export const stationSchema = z
  .object({
    place: z.enum([
      'card',
      'card_network',
      'ewallet',
      'okpay',
      'your_balance',
      'payer',
      'payee',
      'bank',
      'bank_account',
      'delayed',
      'debt',
    ]),
    /** A name that the person knows the place by, e.g. the card's last digits or the payee's masked name. */
    label: z.string().nullable(),
    status: z.enum(['passed', 'here', 'unsure', 'ahead', 'refused', 'came_back']),
  })
  .meta({ id: 'Station' });

export const timelineEntrySchema = z
  .object({
    at: instantSchema,
    /** What happened; texts by this key. */
    kind: z.enum(TIMELINE_KINDS),
    tone: z.enum(['good', 'bad', 'wait', 'neutral']),
    facts: z.record(z.string(), z.union([z.string(), z.number(), wireMoneySchema])),
    actor: z.enum(['you', 'other_person', 'okpay', 'bank', 'staff']),
  })
  .meta({ id: 'TimelineEntry' });

/** One ledger movement in the words of an account statement. */
export const movementSchema = z
  .object({
    at: instantSchema,
    kind: z.enum(['single', 'hold', 'capture', 'void', 'expire', 'reversal']),
    from: z.enum(MOVEMENT_PLACES),
    to: z.enum(MOVEMENT_PLACES),
    amount: wireMoneySchema,
    /** Balance of the customer's own account after it; null when the movement does not touch it. */
    balanceAfter: wireMoneySchema.nullable(),
  })
  .meta({ id: 'Movement' });

const entryCore = {
  id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES as [OperationState, ...OperationState[]]),
  family: z.enum(STATE_FAMILIES),
  direction: z.enum(['in', 'out']),
  /** What moves the customer's balance, without sign; fees are apart. */
  amount: wireMoneySchema,
  fee: wireMoneySchema,
  /** What came into another balance for it, of an exchange. */
  received: wireMoneySchema.nullable().default(null),
  /** The other party as the customer may know it: a masked name, a card's brand and last digits. */
  counterparty: z.object({
    name: z.string(),
    detail: z.string().nullable(),
    kind: z.enum(['person', 'card', 'okpay', 'bank_account', 'ewallet']),
  }),
  note: z.string().nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
};
export const entrySummarySchema = z.object(entryCore).meta({ id: 'EntrySummary' });
export const entrySchema = z
  .object({
    ...entryCore,
    reason: reasonSchema.nullable(),
    since: instantSchema,
    dueAt: instantSchema.nullable(),
    nextActor: z.enum(['you', 'okpay', 'bank', 'other_person', 'nobody']).nullable(),
    stations: z.array(stationSchema),
    timeline: z.array(timelineEntrySchema),
    movements: z.array(movementSchema),
    /** Since when ledger movements of it are in the archive, so that they are not listed here; null while all are here. */
    movementsArchivedSince: instantSchema.nullable(),
    lines: z.array(z.object({ kind: z.enum(LINE_KINDS), amount: wireMoneySchema })),
    /** Rate, mark-up and cost as they were promised, of an exchange. */
    exchange: exchangeTermsSchema.nullable().default(null),
    withdrawal: withdrawalTermsSchema.nullable().default(null),
    crossBorder: crossBorderTermsSchema.extend({ uetr: z.string() }).nullable().default(null),
    /** The request that it paid; null for what nobody asked for. */
    moneyRequest: idSchema('rq').nullable().default(null),
    /** Where to finish a challenge that waits for the customer. */
    challengeUrl: z.string().nullable(),
    cases: z.array(z.object({ id: idSchema('case'), state: z.string() })),
    relatedIds: z.array(z.string()),
  })
  .meta({ id: 'Entry' });

export const payeeSchema = z
  .object({
    reference: idSchema('pay'),
    maskedName: z.string(),
    initial: z.string(),
    /** The picture that the payee chose, as a data: address. */
    picture: z.string().nullable(),
    handle: z.string().nullable(),
    firstPayment: z.boolean(),
    /** Only an address is known: the sum waits for whoever proves it. */
    byAddress: z.boolean().default(false),
    expiresAt: instantSchema,
  })
  .meta({ id: 'Payee' });

export const limitSchema = z
  .object({
    capability: z.enum(['top_up', 'transfer', 'withdraw']),
    window: z.enum(['payment', 'day', 'month']),
    limit: wireMoneySchema,
    used: wireMoneySchema,
    left: wireMoneySchema,
    resetsAt: instantSchema.nullable(),
    /** What the tier above would allow; null on the highest. */
    next: z.object({ tier: tierSchema, limit: wireMoneySchema }).nullable(),
  })
  .meta({ id: 'Limit' });

const entryFilters = {
  kind: z.enum(OPERATION_KINDS).optional(),
  family: z.enum(STATE_FAMILIES).optional(),
  direction: z.enum(['in', 'out']).optional(),
  currency: currencySchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  minAmount: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  maxAmount: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  /** Other party, note, reference, or an amount as it is written. */
  search: z.string().max(80).optional(),
};

export const walletApi = {
  accounts: route({
    method: 'GET',
    path: '/api/v1/accounts',
    access: 'customer_pending',
    tags: ['Money'],
    summary: 'Balances: available, held, arriving',
    ok: z.object({
      items: z.array(accountSchema),
      debts: z.array(
        z.object({ operationId: z.string(), amount: wireMoneySchema, collectsFrom: instantSchema }),
      ),
      needsYou: z.array(entrySummarySchema),
    }),
  }),
  limits: route({
    method: 'GET',
    path: '/api/v1/limits',
    access: 'customer_pending',
    tags: ['Money'],
    summary: 'Limits of the own tier: used, left, when they reset, and what the next tier allows',
    ok: z.object({ tier: tierSchema, baseCurrency: currencySchema, items: z.array(limitSchema) }),
  }),
  createQuote: route({
    method: 'POST',
    path: '/api/v1/quotes',
    access: 'customer',
    tags: ['Money'],
    status: 201,
    summary: 'Price and time of a top-up by card or from another e-wallet, before confirming',
    body: z.object({ kind: z.enum(TOP_UP_QUOTES), amount: moneyInput }),
    ok: quoteSchema,
    errors: [
      'account_cannot_send',
      'frozen_by_owner',
      'amount_not_positive',
      'amount_too_large',
      'amount_below_minimum',
      'currency_not_offered',
      'ewallet_unavailable',
      'limit_per_payment',
      'limit_per_day',
      'limit_per_month',
    ],
  }),
  openCardFields: route({
    method: 'POST',
    path: '/api/v1/card-fields',
    access: 'customer',
    tags: ['Money'],
    status: 201,
    summary: "Open the acquirer's frame for card data; the data never reaches OKPay",
    body: z.object({ theme: z.enum(['light', 'dark', 'system']) }),
    ok: z.object({ url: z.string(), origin: z.string() }),
    errors: ['top_up_unavailable'],
  }),
  createTopUp: route({
    method: 'POST',
    path: '/api/v1/top-ups',
    access: 'customer',
    tags: ['Money'],
    status: 201,
    idempotent: true,
    summary: 'Confirm a quote, and charge the card or ask the e-wallet',
    description:
      'Charged is either a typed card (`cardToken`, which the acquirer’s frame made of it) or a kept one (`keptCardId`); neither is taken for the other. A quote of the e-wallet is confirmed without a card, and `challengeUrl` of the answer is where its owner approves. Where a rule asks for it, it is confirmed by a strong factor first: `stepUpId` is the proof for this quote and what it is paid by.',
    body: z
      .object({
        id: idSchema('tu'),
        quoteId: idSchema('qt'),
        ...cardSourceShape,
        /** Keep the typed card for next time, once this has succeeded; its bank asks its holder. */
        keepCard: z.boolean().optional(),
        stepUpId: idSchema('su').nullish(),
      })
      .refine(namesNoTwoCards, ONE_CARD)
      .meta({ example: TOP_UP_EXAMPLE }),
    ok: entrySchema,
    errors: [
      'quote_not_found',
      'quote_expired',
      'quote_used',
      'limit_per_payment',
      'limit_per_day',
      'limit_per_month',
      'operation_id_reused',
      'account_cannot_send',
      'frozen_by_owner',
      'top_up_factor_required',
      'top_up_factor_not_set_up',
      'step_up_not_valid',
      'top_up_unsafe',
      'kept_card_expired',
      'kept_cards_too_many',
      'top_ups_too_many',
      'ewallet_unavailable',
    ],
  }),
  checkTopUp: route({
    method: 'POST',
    path: '/api/v1/top-ups/:id/checks',
    access: 'customer',
    tags: ['Money'],
    summary: 'Ask the acquirer or the e-wallet now what became of a top-up',
    params: z.object({ id: idSchema('tu') }),
    body: z.object({}),
    ok: entrySchema,
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  findPayee: route({
    method: 'POST',
    path: '/api/v1/payee-searches',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'Find a person by exact mail, phone or @account name; answers a masked name',
    body: z.object({ query: z.string().min(1).max(254) }),
    ok: payeeSchema,
    errors: ['payee_not_found', 'payee_is_self', 'payee_search_paused'],
  }),
  checkPayeeName: route({
    method: 'POST',
    path: '/api/v1/payee-name-checks',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'Compare the name that the payer expects with the payee’s; the name itself is not told',
    description:
      'Outcomes are those of Verification of Payee; a close match does not tell the name. Three tries per payee and day.',
    body: z.object({ payee: idSchema('pay'), name: z.string().min(1).max(80) }),
    ok: z.object({ outcome: z.enum(['match', 'close', 'no_match', 'not_possible']) }),
    errors: ['payee_confirmation_expired', 'payee_name_checks_paused'],
  }),
  createTransfer: route({
    method: 'POST',
    path: '/api/v1/transfers',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    idempotent: true,
    summary: 'Pay a person',
    body: z.object({
      id: idSchema('tr'),
      payee: idSchema('pay'),
      amount: moneyInput,
      note: z.string().max(140).nullish(),
      stepUpId: idSchema('su'),
      /** The payment like it that was just made, by whoever means it once more. */
      repeats: idSchema('tr').nullish(),
    }),
    ok: entrySchema,
    errors: [
      'payment_just_made',
      'amount_not_positive',
      'amount_too_large',
      'payee_confirmation_expired',
      'payee_is_self',
      'payee_cannot_receive',
      'step_up_not_valid',
      'insufficient_funds',
      'limit_per_payment',
      'limit_per_day',
      'limit_per_month',
      'operation_id_reused',
      'account_cannot_send',
      'frozen_by_owner',
      'debt_outstanding',
      'money_request_paid',
      'money_request_declined',
      'money_request_cancelled',
      'money_request_expired',
      'money_request_being_paid',
      'money_request_differs',
      'payment_unsafe',
      'payments_too_many',
    ],
  }),
  cancelTransfer: route({
    method: 'POST',
    path: '/api/v1/transfers/:id/cancellations',
    access: 'customer',
    tags: ['Payments'],
    summary:
      'Take back a payment that is held for a review or waits to be picked up; the whole sum is free again',
    params: z.object({ id: idSchema('tr') }),
    body: z.object({}),
    ok: entrySchema,
    errors: ['not_found', 'review_over'],
  }),
  entries: route({
    method: 'GET',
    path: '/api/v1/entries',
    access: 'customer_pending',
    tags: ['Money'],
    summary: 'History, newest first',
    query: z.object({ ...pageQuery, ...entryFilters }),
    ok: pageOf(entrySummarySchema),
  }),
  entry: route({
    method: 'GET',
    path: '/api/v1/entries/:id',
    access: 'customer_pending',
    tags: ['Money'],
    summary: 'One entry with its whole story',
    params: z.object({ id: z.string().max(40) }),
    ok: entrySchema,
  }),
} as const;
