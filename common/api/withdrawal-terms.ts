import { z } from 'zod';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';

/** Why a payout does not go to the bank today. */
export const WAITS_FOR = ['cut_off', 'weekend', 'holiday'] as const;

/** What a payout costs and when it arrives, as it was promised; the entry keeps it. */
export const withdrawalTermsSchema = z
  .object({
    /** What the bank account gets, exactly. */
    amount: wireMoneySchema,
    fee: wireMoneySchema,
    /** What leaves the balance. */
    total: wireMoneySchema,
    bankAccountId: idSchema('ba'),
    /** Country and last four signs. */
    account: z.string(),
    /** When the file goes to the bank; until then it can be cancelled. */
    cutOffAt: instantSchema,
    waitsFor: z.enum(WAITS_FOR).nullable(),
    /** From when it may be there, by how the last ones went; not there where the bank only promises a last moment. */
    arrivesFrom: instantSchema.optional(),
    arrivesBy: instantSchema,
    arrivalBasis: z.enum(['own_history', 'provider_promise']),
    /** Payouts that own history is of. */
    arrivalSamples: z.number().int().optional(),
  })
  .meta({ id: 'WithdrawalTerms' });
