import type { Currency } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { Rate, RateTable } from './convert.ts';

/** The newest table of rates that is not of a later day than `at` in UTC; the oldest one if all are later. */
export async function ratesAt(read: Reader, at: Temporal.Instant): Promise<RateTable> {
  const { rows } = await sql<{
    day: Temporal.PlainDate;
    currency: Currency;
    mantissa: bigint;
    scale: number;
    source: string;
  }>`
    select day, currency, mantissa, scale, source from risk.reference_rate
     where day = coalesce((select max(day) from risk.reference_rate where day <= (${at.toString()}::timestamptz at time zone 'UTC')::date),
                          (select min(day) from risk.reference_rate))`.execute(read);
  const first = rows[0];
  invariant(first !== undefined, 'there are reference rates');
  const rates: Partial<Record<Currency, Rate>> = {};
  for (const { currency, mantissa, scale } of rows) rates[currency] = { mantissa, scale };
  return { day: first.day.toString(), source: first.source, rates };
}
