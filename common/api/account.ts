import { z } from 'zod';
import { currencySchema, instantSchema, wireMoneySchema } from './wire.ts';

/** A balance in one currency: what can be spent, what is held, what is on its way. */
export const accountSchema = z
  .object({
    currency: currencySchema,
    available: wireMoneySchema,
    /** In the wallet but not spendable yet, with what it waits for. */
    held: z.array(
      z.object({
        operationId: z.string(),
        kind: z.enum([
          'top_up_delay',
          'top_up_review',
          'payment_review',
          'pickup',
          'recall',
          'withdrawal',
          'withdrawal_review',
          'cross_border',
          'cross_border_review',
        ]),
        amount: wireMoneySchema,
        until: instantSchema.nullable(),
      }),
    ),
    arriving: z.array(
      z.object({ operationId: z.string(), amount: wireMoneySchema, until: instantSchema.nullable() }),
    ),
    total: wireMoneySchema,
  })
  .meta({ id: 'Account' });
