import { z } from 'zod';
import { requestOptions, signedSchema } from './passkey.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

/** What exactly is confirmed. */
const payment = {
  action: z.literal('transfer'),
  amount: z.string().regex(/^\d{1,18}$/),
  currency: currencySchema,
  payee: idSchema('pay'),
};
/** Characters of the longest code, with the spaces that people put in. */
const CODE_MAX = 40;

export const stepUpApi = {
  createStepUp: route({
    method: 'POST',
    path: '/api/v1/step-ups',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'Prove presence for exactly one payment: this amount, this payee, once, for two minutes',
    description:
      'Where a rule asks for it (a large sum, a first payment to somebody, a sum unlike the others), a strong factor is given beside the payment password: an authenticator code or a passkey.',
    body: z.object({
      ...payment,
      paymentPassword: z.string().max(12),
      factor: z
        .union([
          z.object({ way: z.literal('authenticator'), code: z.string().min(1).max(CODE_MAX) }),
          z.object({ way: z.literal('passkey'), signed: signedSchema }),
        ])
        .nullish(),
    }),
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
    summary: 'What a passkey is to sign for exactly one payment',
    body: z.object(payment),
    ok: requestOptions,
    errors: ['passkey_refused'],
  }),
} as const;
