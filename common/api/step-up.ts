import { z } from 'zod';
import { requestOptions, signedSchema } from './passkey.ts';
import { bankDetailsShape } from './bank-account.ts';
import { beneficiaryDetailsShape } from './beneficiary.ts';
import { cardSourceShape, namesNoTwoCards, ONE_CARD } from './card-source.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

/** What exactly is confirmed. */
const sum = { amount: z.string().regex(/^\d{1,18}$/), currency: currencySchema };
const payment = { action: z.literal('transfer'), ...sum, payee: idSchema('pay') };
/** The whole sum that is charged, by this quote, from this card; none is named where the quote is of the e-wallet. */
const topUp = {
  action: z.literal('top_up'),
  ...sum,
  quoteId: idSchema('qt'),
  ...cardSourceShape,
};
/** Exactly these details of a bank account. */
const payoutDetails = { action: z.literal('payout_details'), ...bankDetailsShape };
/** The whole sum that leaves the balance, by this quote, to this account. */
const withdrawal = {
  action: z.literal('withdrawal'),
  ...sum,
  quoteId: idSchema('qt'),
  bankAccountId: idSchema('ba'),
};
/** Exactly these details of somebody abroad. */
const beneficiaryDetails = { action: z.literal('beneficiary_details'), ...beneficiaryDetailsShape };
/** The whole sum that leaves the balance, by this quote, to this payee abroad. */
const crossBorder = {
  action: z.literal('cross_border'),
  ...sum,
  quoteId: idSchema('qt'),
  beneficiaryId: idSchema('bf'),
};
/** Exactly this card, which is charged nothing: `amount` is 0, in the currency that limits are in. */
const keepCard = { action: z.literal('keep_card'), ...sum, cardToken: z.string().min(8).max(200) };
const paymentPassword = z.string().max(12);
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
      'Prove presence for exactly one payment, top-up, payout or bank account: this amount, this payee, card or account, once, for two minutes',
    description:
      'Where a rule asks for it (a large sum, a first payment to somebody, a sum unlike the others), a strong factor is given beside the payment password: an authenticator code or a passkey. A top-up that a rule asks about is confirmed by the strong factor alone. Payouts and new bank accounts ask for it of whoever has one; a rule may ask who has none to set one up first.',
    body: z.discriminatedUnion('action', [
      z.object({ ...payment, paymentPassword, factor }),
      z.object({ ...topUp, factor }).refine(namesNoTwoCards, ONE_CARD),
      z.object({ ...withdrawal, paymentPassword, factor }),
      z.object({ ...payoutDetails, paymentPassword, factor }),
      z.object({ ...beneficiaryDetails, paymentPassword, factor }),
      z.object({ ...crossBorder, paymentPassword, factor }),
      z.object({ ...keepCard, paymentPassword, factor }),
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
      'strong_factor_payout',
      'top_up_factor_required',
      'top_up_factor_not_set_up',
      'withdrawal_factor_not_set_up',
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
    summary: 'What a passkey is to sign for exactly one payment, top-up, payout or bank account',
    body: z.discriminatedUnion('action', [
      z.object(payment),
      z.object(topUp).refine(namesNoTwoCards, ONE_CARD),
      z.object(withdrawal),
      z.object(payoutDetails),
      z.object(beneficiaryDetails),
      z.object(crossBorder),
      z.object(keepCard),
    ]),
    ok: requestOptions,
    errors: ['passkey_refused'],
  }),
} as const;
