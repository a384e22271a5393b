import { z } from 'zod';
import { route } from './route.ts';
import { MESSAGE_MAX } from './support.ts';
import { idSchema, wireMoneySchema } from './wire.ts';

/** “I did not make this payment.” */
export const claimApi = {
  openClaim: route({
    method: 'POST',
    path: '/api/v1/payment-claims',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    idempotent: true,
    summary:
      'Report a payment as not made by its payer: freezes the account, signs out everybody else, holds what is left of it with the payee, and opens a case with a clock',
    body: z.object({
      id: idSchema('case'),
      transfer: idSchema('tr'),
      text: z
        .string()
        .max(MESSAGE_MAX * 2)
        .default(''),
    }),
    ok: z.object({ caseId: idSchema('case'), amount: wireMoneySchema, held: wireMoneySchema }),
    errors: ['not_found', 'claim_too_late', 'petition_open', 'message_empty', 'message_too_long'],
    rate: { limit: 10, seconds: 3600, by: 'actor' },
  }),
  openWithdrawalClaim: route({
    method: 'POST',
    path: '/api/v1/withdrawal-claims',
    access: 'customer',
    tags: ['Withdrawals'],
    status: 201,
    idempotent: true,
    summary:
      'Report a withdrawal as not made by its owner: freezes the account, signs out everybody else, takes back what has not gone to the bank, and opens a case with a clock',
    body: z.object({
      id: idSchema('case'),
      withdrawal: idSchema('wd'),
      text: z
        .string()
        .max(MESSAGE_MAX * 2)
        .default(''),
    }),
    ok: z.object({
      caseId: idSchema('case'),
      /** It had not gone to the bank: amount and fee are free again. */
      takenBack: z.boolean(),
    }),
    errors: ['not_found', 'claim_too_late', 'petition_open', 'message_empty', 'message_too_long'],
    rate: { limit: 10, seconds: 3600, by: 'actor' },
  }),
} as const;
