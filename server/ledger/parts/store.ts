import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** A part has 2^44 numbers: the part of a number is what is left of it without these bits. */
export const PART_BITS = 44n;

/** Rows of the part that is written to, as PostgreSQL estimates them: counting would read all of it. */
export async function currentPartRows(reader: Reader): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select greatest(c.reltuples, 0)::float8 as rows from pg_class c
    where c.oid = to_regclass('ledger.journal_' || (select coalesce(max(number) filter (where opened_at is not null), 0) from ledger.journal_part))`.execute(
    reader,
  );
  return rows[0]?.rows ?? 0;
}

/** Opens the part that was made ahead, and makes the one after it. Answers its number. */
export async function rotateJournal(reader: Reader, at: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{
    part: number;
  }>`select ledger.rotate_journal(${at.toString()}) as part`.execute(reader);
  return rows[0]?.part ?? 0;
}
