import { z } from 'zod';
import { PURPOSES } from '#common/beneficiary';
import { exchangeTermsSchema } from './exchange-terms.ts';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';
import { WAITS_FOR } from './withdrawal-terms.ts';

const { converted, rate, referenceRate, referenceSource, referenceDay, referenceFetchedAt } =
  exchangeTermsSchema.shape;

/** What a transfer abroad costs, brings and promises; the entry keeps it. */
export const crossBorderTermsSchema = z
  .object({
    /** Which of the two sums was fixed by the customer. */
    fixed: z.enum(['source', 'target']),
    /** Leaves the balance: what is exchanged and every fee. */
    total: wireMoneySchema,
    fee: wireMoneySchema,
    correspondentFee: wireMoneySchema,
    converted,
    /** The account gets it, exactly. */
    get: wireMoneySchema,
    rate,
    referenceRate,
    referenceSource,
    referenceDay,
    referenceFetchedAt,
    /** How much less than the reference rate the own rate is. */
    markupBasisPoints: z.number().int(),
    /** Fees and mark-up as one number. */
    cost: wireMoneySchema,
    beneficiaryId: idSchema('bf'),
    /** Masked. */
    name: z.string(),
    account: z.string(),
    country: z.string(),
    bankName: z.string(),
    purpose: z.enum(PURPOSES),
    purposeText: z.string().nullable(),
    /** When it goes; until then it can be cancelled free of charge. In a quote: if it were confirmed at once. */
    goesAt: instantSchema,
    /** The cut-off of the bank day on which it goes. */
    cutOffAt: instantSchema,
    waitsFor: z.enum(WAITS_FOR).nullable(),
    arrivesFrom: instantSchema,
    arrivesBy: instantSchema,
    arrivalBasis: z.enum(['own_history', 'provider_promise']),
    /** How many transfers of our own the range was made from. */
    arrivalSamples: z.number().int(),
  })
  .meta({ id: 'CrossBorderTerms' });
