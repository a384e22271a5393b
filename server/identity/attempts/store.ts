import type { Temporal } from '#platform/clock';
import { sql, type Tx } from '#platform/db';
import type { Attempts } from './attempt.ts';

type Row = {
  charged: number;
  pauses: number;
  paused_until: Temporal.Instant | null;
  charged_at: Temporal.Instant;
};

/** Keeps everybody else who charges this key waiting until the transaction ends; makes the row if there is none. */
export async function lockAttempts(tx: Tx, key: Uint8Array, now: Temporal.Instant): Promise<Attempts | null> {
  const made = await sql`
    insert into identity.attempt (key, charged, pauses, charged_at) values (${key}, 0, 0, ${now.toString()})
    on conflict (key) do nothing returning 1`.execute(tx);
  if (made.rows.length > 0) return null;
  const { rows } = await sql<Row>`
    select charged, pauses, paused_until, charged_at from identity.attempt where key = ${key} for update`.execute(
    tx,
  );
  const row = rows[0];
  return row
    ? { charged: row.charged, pauses: row.pauses, pausedUntil: row.paused_until, chargedAt: row.charged_at }
    : null;
}

/** Writes whatever the counter stands at; makes the row again if a success of another request has just removed it. */
export async function saveAttempts(
  tx: Tx,
  key: Uint8Array,
  { charged, pauses, pausedUntil, chargedAt }: Attempts,
): Promise<void> {
  await sql`
    insert into identity.attempt (key, charged, pauses, paused_until, charged_at)
    values (${key}, ${charged}, ${pauses}, ${pausedUntil?.toString() ?? null}, ${chargedAt.toString()})
    on conflict (key) do update set
      charged = excluded.charged, pauses = excluded.pauses, paused_until = excluded.paused_until, charged_at = excluded.charged_at`.execute(
    tx,
  );
}

export async function deleteAttempts(tx: Tx, key: Uint8Array): Promise<void> {
  await sql`delete from identity.attempt where key = ${key}`.execute(tx);
}

/** Removes counters that nobody has touched since `before`. Returns how many. */
export async function deleteAttemptsBefore(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from identity.attempt where charged_at < ${before.toString()} and coalesce(paused_until, charged_at) < ${before.toString()}`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
