import type { RatesFailure } from '#connectors';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type SourceFailure = RatesFailure['code'] | 'day_to_come';
/** A publisher as it answered last. */
export type SourceState = {
  readonly name: string;
  readonly askedAt: Temporal.Instant;
  /** When it last gave a day, new or not, and the newest one that it ever gave. */
  readonly answered: { readonly at: Temporal.Instant; readonly newestDay: string } | null;
  readonly failing: {
    readonly why: SourceFailure;
    readonly times: number;
    readonly since: Temporal.Instant;
  } | null;
};
type Row = {
  name: string;
  asked_at: Temporal.Instant;
  answered_at: Temporal.Instant | null;
  newest_day: string | null;
  failure: SourceFailure | null;
  failed_times: number;
  failing_since: Temporal.Instant | null;
};

export async function sourceStates(read: Reader): Promise<SourceState[]> {
  const { rows } = await sql<Row>`
    select name, asked_at, answered_at, newest_day::text, failure, failed_times, failing_since
      from wallet.rate_source order by name`.execute(read);
  return rows.map((row) => ({
    name: row.name,
    askedAt: row.asked_at,
    answered:
      row.answered_at && row.newest_day !== null ? { at: row.answered_at, newestDay: row.newest_day } : null,
    failing:
      row.failure !== null && row.failing_since
        ? { why: row.failure, times: row.failed_times, since: row.failing_since }
        : null,
  }));
}

export async function keepAnswer(
  tx: Tx,
  { name, at, day }: { name: string; at: Temporal.Instant; day: string },
): Promise<void> {
  await sql`
    insert into wallet.rate_source as s (name, asked_at, answered_at, newest_day)
    values (${name}, ${at.toString()}, ${at.toString()}, ${day}::date)
    on conflict (name) do update
       set asked_at = excluded.asked_at, answered_at = excluded.answered_at, newest_day = greatest(s.newest_day, excluded.newest_day),
           failure = null, failed_times = 0, failing_since = null`.execute(tx);
}

export async function keepFailure(
  read: Reader,
  { name, at, why }: { name: string; at: Temporal.Instant; why: SourceFailure },
): Promise<void> {
  await sql`
    insert into wallet.rate_source as s (name, asked_at, failure, failed_times, failing_since)
    values (${name}, ${at.toString()}, ${why}, 1, ${at.toString()})
    on conflict (name) do update
       set asked_at = excluded.asked_at, failure = excluded.failure, failed_times = s.failed_times + 1,
           failing_since = coalesce(s.failing_since, excluded.failing_since)`.execute(read);
}
