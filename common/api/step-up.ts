import { z } from 'zod';
import { requestOptions, signedSchema } from './passkey.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

/** What exactly is confirmed. */
const sum = { amount: z.string().regex(/^\d{1,18}$/), currency: currencySchema };
const payment = { action: z.literal('transfer'), ...sum, payee: idSchema('pay') };
/** The whole sum that the card is charged, by this quote, from this card. */
const topUp = {
  action: z.literal('top_up'),
  ...sum,
  quoteId: idSchema('qt'),
  cardToken: z.string().min(8).max(200),
};
/** Characters of the longest code, with the spaces that people put in. */
const CODE_MAX = 40;
const factor = z
  .union([
    z.object({ way: z.literal('authenticator'), code: z.string().min(1).max(CODE_MAX) }),
    z.object({ way: z.literal('passkey'), signed: signedSchema }),
  ])
  .nullish();

export const stepUpApi = {
  createStepUp: route({
    method: 'POST',
    path: '/api/v1/step-ups',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary:
      'Prove presence for exactly one payment or top-up: this amount, this payee or card, once, for two minutes',
    description:
      'Where a rule asks for it (a large sum, a first payment to somebody, a sum unlike the others), a strong factor is given beside the payment password: an authenticator code or a passkey. A top-up that a rule asks about is confirmed by the strong factor alone.',
    body: z.discriminatedUnion('action', [
      z.object({ ...payment, paymentPassword: z.string().max(12), factor }),
      z.object({ ...topUp, factor }),
    ]),
    ok: z.object({ id: idSchema('su'), expiresAt: instantSchema }),
    errors: [
      'payment_password_not_set',
      'payment_password_wrong',
      'payment_password_paused',
      'strong_factor_required',
      'strong_factor_missing',
      'strong_factor_first_payment',
      'strong_factor_unusual',
      'strong_factor_not_set_up',
      'top_up_factor_required',
      'top_up_factor_not_set_up',
      'quote_not_found',
      'quote_expired',
      'quote_used',
      'factor_code_wrong',
      'factor_paused',
      'passkey_refused',
    ],
  }),
  stepUpChallenge: route({
    method: 'POST',
    path: '/api/v1/step-ups/passkey-challenges',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'What a passkey is to sign for exactly one payment or top-up',
    body: z.discriminatedUnion('action', [z.object(payment), z.object(topUp)]),
    ok: requestOptions,
    errors: ['passkey_refused'],
  }),
} as const;
