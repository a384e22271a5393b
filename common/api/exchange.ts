import { z } from 'zod';
import { exchangeTermsSchema } from './exchange-terms.ts';
import { route } from './route.ts';
import { entrySchema } from './wallet.ts';
import { currencySchema, idSchema, instantSchema, moneyInput, wireMoneySchema } from './wire.ts';

export const exchangeQuoteSchema = exchangeTermsSchema
  .extend({
    id: idSchema('qt'),
    kind: z.literal('exchange'),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    signature: z.string(),
  })
  .meta({ id: 'ExchangeQuote' });

const rateOfEuroSchema = z.object({
  currency: currencySchema,
  mantissa: z.string().regex(/^\d{1,18}$/),
  scale: z.number().int(),
  day: z.iso.date(),
  source: z.string(),
  /** False of a rate that is too old to promise anything by. */
  offered: z.boolean(),
});
const tariffSchema = z.object({
  from: currencySchema,
  to: currencySchema,
  feeBasisPoints: z.number().int(),
  feeMin: wireMoneySchema,
  markupBasisPoints: z.number().int(),
  giveMin: wireMoneySchema,
});

const refusals = [
  'amount_not_positive',
  'amount_too_large',
  'amount_below_minimum',
  'exchange_same_currency',
  'exchange_paused',
  'insufficient_funds',
  'account_cannot_send',
  'frozen_by_owner',
  'debt_outstanding',
] as const;

/** Money of one currency for money of another, between balances of one customer. */
export const exchangeApi = {
  exchangeRates: route({
    method: 'GET',
    path: '/api/v1/exchange-rates',
    access: 'customer',
    tags: ['Exchange'],
    summary: 'Reference rates of today and the tariff: what a quote would be counted with now',
    ok: z.object({
      /** The newest day of them. */
      day: z.iso.date(),
      /** Units of each currency for one euro: mantissa / 10^scale. */
      rates: z.array(rateOfEuroSchema),
      tariff: z.array(tariffSchema),
    }),
  }),
  createExchangeQuote: route({
    method: 'POST',
    path: '/api/v1/exchange-quotes',
    access: 'customer',
    tags: ['Exchange'],
    status: 201,
    summary:
      'Lock a price for some minutes; the amount is what is given or what is to be got, by its currency',
    body: z.object({ from: currencySchema, to: currencySchema, amount: moneyInput }),
    ok: exchangeQuoteSchema,
    errors: ['malformed_request', ...refusals],
  }),
  createExchange: route({
    method: 'POST',
    path: '/api/v1/exchanges',
    access: 'customer',
    tags: ['Exchange'],
    status: 201,
    idempotent: true,
    summary: 'Exchange as the quote says; only its id is confirmed',
    body: z.object({ id: idSchema('fx'), quoteId: idSchema('qt') }),
    ok: entrySchema,
    errors: ['quote_not_found', 'quote_expired', 'quote_used', 'operation_id_reused', ...refusals],
  }),
} as const;
