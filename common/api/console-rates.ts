import { z } from 'zod';
import { FINANCE } from './console-finance.ts';
import { route } from './route.ts';
import { currencySchema, instantSchema } from './wire.ts';

/** Why a publisher gave no rates when it was asked. */
export const RATE_FAILURES = [
  'unreachable',
  'refused',
  'too_large',
  'not_xml',
  'has_dtd',
  'no_day',
  'no_rates',
  'rate_not_usable',
  'two_days',
  'day_to_come',
] as const;

export const consoleRatesApi = {
  rateSources: route({
    method: 'GET',
    path: '/api/v1/staff/rate-sources',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Publishers of reference rates as they answered last, and until when each currency can be priced',
    ok: z.object({
      now: instantSchema,
      /** In the order in which they are asked; those that are not asked any more stand last. */
      sources: z.array(
        z.object({
          name: z.string(),
          isInUse: z.boolean(),
          askedAt: instantSchema.nullable(),
          /** When it last gave a day of rates, new or not. */
          answeredAt: instantSchema.nullable(),
          newestDay: z.iso.date().nullable(),
          failing: z
            .object({ why: z.enum(RATE_FAILURES), times: z.number().int(), since: instantSchema })
            .nullable(),
        }),
      ),
      currencies: z.array(
        z.object({
          currency: currencySchema,
          /** Units for one euro. */
          rate: z.string(),
          day: z.iso.date(),
          source: z.string(),
          fetchedAt: instantSchema.nullable(),
          /** The last day on which it prices something, and the days until then; below zero: it stopped. */
          lastDay: z.iso.date(),
          daysLeft: z.number().int(),
          offered: z.boolean(),
        }),
      ),
    }),
  }),
  askRateSources: route({
    method: 'POST',
    path: '/api/v1/staff/rate-sources/questions',
    access: FINANCE,
    tags: ['Console'],
    status: 202,
    summary: 'Have every publisher asked now instead of at the next hour',
    body: z.object({}),
    ok: z.object({ requestedAt: instantSchema }),
  }),
} as const;
