import { z } from 'zod';
import { PURPOSE_TEXT_MAX, PURPOSES, RECALL_GROUNDS, type RecallGround } from '#common/beneficiary';
import { crossBorderTermsSchema } from './cross-border-terms.ts';
import { route } from './route.ts';
import { entrySchema } from './wallet.ts';
import { currencySchema, idSchema, instantSchema, moneyInput } from './wire.ts';

export const crossBorderQuoteSchema = crossBorderTermsSchema
  .extend({
    id: idSchema('qt'),
    kind: z.literal('cross_border'),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    signature: z.string(),
  })
  .meta({ id: 'CrossBorderQuote' });

const standing = [
  'account_cannot_send',
  'frozen_by_owner',
  'beneficiary_cooling',
  'debt_outstanding',
  'limit_per_payment',
  'limit_per_day',
  'limit_per_month',
  'insufficient_funds',
] as const;

/** Money out to accounts of other people abroad. */
export const crossBorderApi = {
  createCrossBorderQuote: route({
    method: 'POST',
    path: '/api/v1/cross-border-quotes',
    access: 'customer',
    tags: ['Cross-border transfers'],
    status: 201,
    summary: 'Lock rate, fees and arrival for thirty minutes, and not past the cut-off',
    description:
      'The amount is what leaves the balance in all, or what the account gets: `fixed` says which. The other one is counted.',
    body: z.object({
      beneficiaryId: idSchema('bf'),
      from: currencySchema,
      fixed: z.enum(['source', 'target']),
      amount: moneyInput,
      purpose: z.enum(PURPOSES),
      purposeText: z.string().max(PURPOSE_TEXT_MAX).nullish(),
    }),
    ok: crossBorderQuoteSchema,
    errors: [
      'not_found',
      'malformed_request',
      'cross_border_not_offered',
      'amount_not_positive',
      'amount_too_large',
      'amount_below_minimum',
      'exchange_paused',
      'beneficiary_purpose_not_allowed',
      'beneficiary_purpose_text_needed',
      ...standing,
    ],
  }),
  createCrossBorder: route({
    method: 'POST',
    path: '/api/v1/cross-border-transfers',
    access: 'customer',
    tags: ['Cross-border transfers'],
    status: 201,
    idempotent: true,
    summary: 'Send as the quote says; only its id is confirmed',
    description:
      '`stepUpId` is a proof for this total, this quote and this payee (`cross_border`). Somebody may have to look first: the entry is then `in_review` and tells by when.',
    body: z.object({ id: idSchema('xb'), quoteId: idSchema('qt'), stepUpId: idSchema('su') }),
    ok: entrySchema,
    errors: [
      'quote_not_found',
      'quote_expired',
      'quote_used',
      'not_found',
      'operation_id_reused',
      'step_up_not_valid',
      'cross_border_unsafe',
      'cross_border_too_many',
      ...standing,
    ],
  }),
  cancelCrossBorder: route({
    method: 'POST',
    path: '/api/v1/cross-border-transfers/:id/cancellations',
    access: 'customer',
    tags: ['Cross-border transfers'],
    summary: 'Take back a transfer that has not gone; all of it is free again',
    params: z.object({ id: idSchema('xb') }),
    body: z.object({}),
    ok: entrySchema,
    errors: ['not_found', 'cross_border_under_way', 'review_over'],
  }),
  recallCrossBorder: route({
    method: 'POST',
    path: '/api/v1/cross-border-transfers/:id/recalls',
    access: 'customer',
    tags: ['Cross-border transfers'],
    status: 201,
    summary: 'Ask the payee’s bank to give a transfer back; it decides, and nothing moves until it does',
    params: z.object({ id: idSchema('xb') }),
    body: z.object({
      ground: z.enum(Object.keys(RECALL_GROUNDS) as [RecallGround, ...RecallGround[]]),
    }),
    ok: entrySchema,
    errors: ['not_found', 'cross_border_recall_open', 'cross_border_recall_not_possible'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
} as const;
