import type { Currency } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { Rate, RateTable } from './convert.ts';

type RateRow = {
  day: string;
  currency: Currency;
  mantissa: bigint;
  scale: number;
  source: string;
};
/** A rate as JSON carries it. */
export type RateText = Omit<RateRow, 'mantissa'> & { mantissa: string };

const newest = (at: Temporal.Instant) => sql<RateRow>`
    select day::text, currency, mantissa, scale, source from risk.reference_rate
     where day = coalesce((select max(day) from risk.reference_rate where day <= (${at.toString()}::timestamptz at time zone 'UTC')::date),
                          (select min(day) from risk.reference_rate))`;

/** The newest table of rates that is not of a later day than `at` in UTC; the oldest one if all are later. */
export async function ratesAt(read: Reader, at: Temporal.Instant): Promise<RateTable> {
  return rateTableOf((await newest(at).execute(read)).rows);
}

/** The same rows as JSON, for a question that asks for more: `RateText[]`. */
export const ratesText = (at: Temporal.Instant) =>
  sql`select json_agg(json_build_object('day', n.day, 'currency', n.currency, 'mantissa', n.mantissa::text, 'scale', n.scale, 'source', n.source))
        from (${newest(at)}) n`;

export function rateTableOf(rows: readonly RateRow[]): RateTable {
  const first = rows[0];
  invariant(first !== undefined, 'there are reference rates');
  const rates: Partial<Record<Currency, Rate>> = {};
  for (const { currency, mantissa, scale } of rows) rates[currency] = { mantissa, scale };
  return { day: first.day, source: first.source, rates };
}
