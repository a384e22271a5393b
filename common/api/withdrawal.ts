import { z } from 'zod';
import { route } from './route.ts';
import { entrySchema } from './wallet.ts';
import { idSchema, instantSchema, moneyInput } from './wire.ts';
import { withdrawalTermsSchema } from './withdrawal-terms.ts';

export const withdrawalQuoteSchema = withdrawalTermsSchema
  .extend({
    id: idSchema('qt'),
    kind: z.literal('withdrawal'),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    signature: z.string(),
  })
  .meta({ id: 'WithdrawalQuote' });

const standing = [
  'account_cannot_send',
  'frozen_by_owner',
  'withdrawal_cooling',
  'debt_outstanding',
  'limit_per_payment',
  'limit_per_day',
  'limit_per_month',
  'insufficient_funds',
] as const;
const byRules = ['withdrawal_unsafe', 'withdrawals_too_many'] as const;

/** Money out, to a bank account of the own name. */
export const withdrawalApi = {
  createWithdrawalQuote: route({
    method: 'POST',
    path: '/api/v1/withdrawal-quotes',
    access: 'customer',
    tags: ['Withdrawals'],
    status: 201,
    summary: 'Price and time of a payout to one of the own bank accounts, before confirming',
    body: z.object({ bankAccountId: idSchema('ba'), amount: moneyInput }),
    ok: withdrawalQuoteSchema,
    errors: [
      'not_found',
      'malformed_request',
      'amount_not_positive',
      'amount_too_large',
      'amount_below_minimum',
      'currency_not_offered',
      ...standing,
    ],
  }),
  createWithdrawal: route({
    method: 'POST',
    path: '/api/v1/withdrawals',
    access: 'customer',
    tags: ['Withdrawals'],
    status: 201,
    idempotent: true,
    summary: 'Pay out as the quote says; the money is held until the bank has it',
    description:
      '`stepUpId` is a proof for this total, this quote and this account (`withdrawal`). A rule may want a person to look first: the entry is then `in_review` and tells by when.',
    body: z.object({ id: idSchema('wd'), quoteId: idSchema('qt'), stepUpId: idSchema('su') }),
    ok: entrySchema,
    errors: [
      'quote_not_found',
      'quote_expired',
      'quote_used',
      'not_found',
      'operation_id_reused',
      'step_up_not_valid',
      ...standing,
      ...byRules,
    ],
  }),
  cancelWithdrawal: route({
    method: 'POST',
    path: '/api/v1/withdrawals/:id/cancellations',
    access: 'customer',
    tags: ['Withdrawals'],
    summary:
      'Take back a payout that has not gone to the bank, or that is being looked at; amount and fee are free again',
    params: z.object({ id: idSchema('wd') }),
    body: z.object({}),
    ok: entrySchema,
    errors: ['not_found', 'withdrawal_under_way', 'review_over'],
  }),
} as const;
