import { type Db, sql } from '#platform/db';
import type { Temporal } from '#platform/clock';
import type { Found, Remembered } from './judge.ts';

/** A connection as the driver gives it: the fence looks at it before anything else may. */
export type Asked = {
  query<Row>(text: string, values: unknown[]): Promise<{ rows: Row[] }>;
};

type Row = {
  system: string;
  database: string;
  standby: boolean;
  timeline: number | null;
  seq: string | null;
  id: string | null;
  acceptance: string | null;
  has_remembered: boolean;
};

const QUESTION = `
  select (select system_identifier::text from pg_control_system()) as system, current_database()::text as database,
         pg_is_in_recovery() as standby,
         case when not pg_is_in_recovery() then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline,
         newest.seq::text as seq, newest.id::text as id,
         (select id::text from ledger.acceptance order by id desc limit 1) as acceptance,
         exists (select from ledger.journal where seq = $1::bigint and id = $2::uuid)
           or exists (select from ledger.archived_id where seq = $1::bigint and id = $2::uuid) as has_remembered
  from (select) always left join lateral (select seq, id from ledger.journal order by seq desc limit 1) newest on true`;

/** What this connection's database is, compared with what is remembered. */
export async function lookAt(client: Asked, remembered: Remembered | null): Promise<Found> {
  const { newest } = remembered ?? {};
  const { rows } = await client.query<Row>(QUESTION, [newest?.seq.toString() ?? null, newest?.id ?? null]);
  const row = rows[0];
  if (!row) throw new Error('the database does not say what it is');
  return {
    system: row.system,
    database: row.database,
    timeline: row.timeline ?? 0,
    isStandby: row.standby,
    newest: row.seq !== null && row.id !== null ? { seq: BigInt(row.seq), id: row.id } : null,
    acceptance: row.acceptance,
    hasRemembered: row.has_remembered,
  };
}

/** Writes down that the operator goes on with this database. */
export async function recordAcceptance(
  db: Db,
  { id, at, reason, remembered, found }: { id: string; at: Temporal.Instant; reason: string; remembered: bigint | null; found: bigint | null }, // prettier-ignore
): Promise<void> {
  await sql`select ledger.accept_database(${id}::uuid, ${at.toString()}::timestamptz, ${reason}, ${remembered}::bigint, ${found}::bigint)`.execute(
    db.read,
  );
}
