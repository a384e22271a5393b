import { z } from 'zod';
import { BANK_SCHEMES, NAME_MATCHES } from '#common/bank-account';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

/** What an account is written with; spaces and dashes are taken out by the server. */
export const bankDetailsShape = {
  currency: currencySchema,
  /** As the bank has it. */
  holderName: z.string().min(1).max(140),
  /** An IBAN, or the number of the account. */
  accountNumber: z.string().min(4).max(60),
  /** The bank's code where the number does not say it: twelve digits in mainland China. */
  bankCode: z.string().max(30).nullish(),
};

export const bankAccountSchema = z
  .object({
    id: idSchema('ba'),
    currency: currencySchema,
    country: z.string(),
    scheme: z.enum(BANK_SCHEMES),
    /** Country and last four signs: all that is ever shown again. */
    masked: z.string(),
    maskedHolder: z.string(),
    nameMatch: z.enum(NAME_MATCHES),
    isDefault: z.boolean(),
    addedAt: instantSchema,
    /** Payouts to it wait until then; null when they do not. */
    waitsUntil: instantSchema.nullable(),
  })
  .meta({ id: 'BankAccount' });

/** Bank accounts for payouts. */
export const bankAccountApi = {
  bankAccounts: route({
    method: 'GET',
    path: '/api/v1/bank-accounts',
    access: 'customer',
    tags: ['Bank accounts'],
    summary: 'The own bank accounts, masked, and in which currencies one can be added',
    ok: z.object({
      items: z.array(bankAccountSchema),
      offered: z.array(z.object({ currency: currencySchema, scheme: z.enum(BANK_SCHEMES) })),
      /** The name that a holder's is compared with: the proven one, else the registered one. */
      knownName: z.string(),
    }),
  }),
  checkBankAccount: route({
    method: 'POST',
    path: '/api/v1/bank-account-checks',
    access: 'customer',
    tags: ['Bank accounts'],
    summary:
      'Look at the details before they are confirmed: number, check digits, and how the holder’s name matches',
    body: z.object(bankDetailsShape),
    ok: z.object({ masked: z.string(), country: z.string(), nameMatch: z.enum(NAME_MATCHES) }),
    errors: [
      'currency_not_offered',
      'bank_account_not_valid',
      'bank_account_is_card',
      'bank_account_name_differs',
      'bank_account_known',
      'bank_accounts_too_many',
    ],
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  addBankAccount: route({
    method: 'POST',
    path: '/api/v1/bank-accounts',
    access: 'customer',
    tags: ['Bank accounts'],
    status: 201,
    idempotent: true,
    summary: 'Add a bank account of the own name; payouts to it wait for a day',
    description:
      '`stepUpId` is a proof for exactly these details (`payout_details`). An account is never changed: remove it and add another.',
    body: z.object({ id: idSchema('ba'), ...bankDetailsShape, stepUpId: idSchema('su') }),
    ok: bankAccountSchema,
    errors: [
      'currency_not_offered',
      'bank_account_not_valid',
      'bank_account_is_card',
      'bank_account_name_differs',
      'bank_account_known',
      'bank_accounts_too_many',
      'operation_id_reused',
      'step_up_not_valid',
    ],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  makeBankAccountDefault: route({
    method: 'PUT',
    path: '/api/v1/bank-accounts/:id/default',
    access: 'customer',
    tags: ['Bank accounts'],
    summary: 'Let payouts of its currency go here unless another one is chosen',
    params: z.object({ id: idSchema('ba') }),
    body: z.object({}),
    ok: bankAccountSchema,
  }),
  removeBankAccount: route({
    method: 'DELETE',
    path: '/api/v1/bank-accounts/:id',
    access: 'customer',
    tags: ['Bank accounts'],
    summary: 'Remove a bank account; payouts that are under way still go there',
    params: z.object({ id: idSchema('ba') }),
    ok: null,
    status: 204,
  }),
} as const;
