import { z } from 'zod';
import { instantSchema, wireMoneySchema } from './wire.ts';

/** One unit of what is given in units of what is got, six significant digits: for reading, never for counting. */
const rateSchema = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/);

/** What an exchange costs and brings, as it was promised; the receipt keeps it. */
export const exchangeTermsSchema = z
  .object({
    /** Leaves the balance: the fee and what is converted. */
    give: wireMoneySchema,
    fee: wireMoneySchema,
    converted: wireMoneySchema,
    /** Comes into the other balance, exactly. */
    get: wireMoneySchema,
    rate: rateSchema,
    referenceRate: rateSchema,
    /** Who publishes the reference rate, of which day, and when it was made public. */
    referenceSource: z.string(),
    referenceDay: z.iso.date(),
    referenceFetchedAt: instantSchema.nullable(),
    feeBasisPoints: z.number().int(),
    /** How much less than the reference rate the own rate is. */
    markupBasisPoints: z.number().int(),
    /** Fee and mark-up as one number. */
    cost: wireMoneySchema,
  })
  .meta({ id: 'ExchangeTerms' });
