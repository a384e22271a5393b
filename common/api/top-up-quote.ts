import { z } from 'zod';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';

/** How money is topped up at once: charged to a card, or asked of another company’s e-wallet. */
export const TOP_UP_QUOTES = ['card_top_up', 'ewallet_top_up'] as const;
export type TopUpQuoteKind = (typeof TOP_UP_QUOTES)[number];

export const quoteSchema = z
  .object({
    id: idSchema('qt'),
    kind: z.enum(TOP_UP_QUOTES),
    credited: wireMoneySchema,
    lines: z.array(z.object({ kind: z.enum(['amount', 'fee']), amount: wireMoneySchema })),
    total: wireMoneySchema,
    feeBasisPoints: z.number().int(),
    /** Spendable at once, and the rest with its time. */
    spendableAtOnce: wireMoneySchema,
    delayed: wireMoneySchema,
    delayedUntil: instantSchema.nullable(),
    arrival: z.object({
      fromSeconds: z.number().int(),
      toSeconds: z.number().int(),
      basis: z.enum(['own_history', 'provider_promise']),
    }),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    signature: z.string(),
  })
  .meta({ id: 'Quote' });
