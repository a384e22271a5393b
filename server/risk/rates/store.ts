import { CURRENCIES, type Currency } from '#common/money';
import type { Rate, Rates } from '#common/rates';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { readOnce } from '../read-once.ts';
import type { Origin, RateTable } from './convert.ts';

type RateRow = {
  day: string;
  currency: Currency;
  mantissa: bigint;
  scale: number;
  source: string;
  fetched_at: Temporal.Instant | null;
};
/** A rate as JSON carries it. */
type RateText = Omit<RateRow, 'mantissa' | 'fetched_at'> & {
  mantissa: string;
  fetched_at: string | null;
};

const newest = (at: Temporal.Instant) => sql<RateRow>`
    select n.day::text, n.currency, n.mantissa, n.scale, n.source, n.fetched_at
      from unnest(${CURRENCIES}::text[]) c (currency)
     cross join lateral (
       select r.* from risk.reference_rate r
        where r.currency = c.currency
          and r.day <= greatest((${at.toString()}::timestamptz at time zone 'UTC')::date, (select min(day) from risk.reference_rate))
        order by r.day desc limit 1) n`;

/** Of each currency the newest rate that is not of a later day than `at` in UTC; the oldest ones if all are later. */
export async function ratesAt(read: Reader, at: Temporal.Instant): Promise<RateTable> {
  return rateTableOf((await newest(at).execute(read)).rows);
}

export function rateTableOf(rows: readonly RateRow[]): RateTable {
  const [first] = rows.toSorted((a, b) => b.day.localeCompare(a.day));
  invariant(first !== undefined, 'there are reference rates');
  const rates: Partial<Record<Currency, Rate>> = {};
  const origins: Partial<Record<Currency, Origin>> = {};
  for (const { currency, mantissa, scale, day, source, fetched_at: fetchedAt } of rows) {
    rates[currency] = { mantissa, scale };
    origins[currency] = { day, source, fetchedAt };
  }
  return { day: first.day, source: first.source, rates, origins };
}

/** The same from JSON (`risk.standing`). */
export const rateTableOfText = readOnce((text) =>
  rateTableOf(
    (JSON.parse(text) as RateText[]).map((row) => ({
      ...row,
      mantissa: BigInt(row.mantissa),
      fetched_at: row.fetched_at === null ? null : Temporal.Instant.from(row.fetched_at),
    })),
  ),
);

/** Rates of one day as a publisher gives them. */
export type DayRates = Origin & { readonly rates: Rates };

/** Keeps the rates of a day, each once: what was counted with one stays provable. Answers how many are new. */
export async function insertRates(tx: Tx, { day, source, fetchedAt, rates }: DayRates): Promise<number> {
  const listed = Object.entries(rates);
  const { rows } = await sql`
    insert into risk.reference_rate (day, currency, mantissa, scale, source, fetched_at)
    select ${day}::date, r.currency, r.mantissa, r.scale, ${source}, ${fetchedAt?.toString() ?? null}::timestamptz
      from unnest(${listed.map(([currency]) => currency)}::text[], ${listed.map(([, { mantissa }]) => mantissa)}::bigint[],
                  ${listed.map(([, { scale }]) => scale)}::smallint[]) r (currency, mantissa, scale)
    on conflict do nothing
    returning currency`.execute(tx);
  return rows.length;
}
