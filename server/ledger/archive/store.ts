import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import { idRangeOf, operationRef } from '../operation-ref.ts';
import { microsOf } from '../sealing/block.ts';
import type { Standing } from './fold.ts';

/** The oldest part that is here, and what may keep it here. */
export type OldestPart = {
  number: number;
  closed_at: Temporal.Instant | null;
  newest_seq: bigint | null;
  sealed_to: bigint;
  open_hold: string | null;
  has_newest_row: boolean;
};

export async function oldestPart(reader: Reader): Promise<OldestPart | null> {
  const { rows } = await sql<OldestPart>`
    with part as (
      select p.number, p.closed_at, p.number::bigint << 44 as first, ((p.number::bigint + 1) << 44) - 1 as last
      from ledger.journal_part p where (p.opened_at is not null or p.closed_at is not null)
      and p.number >= (select coalesce(max(a.number) + 1, 0) from ledger.archived_part a)
      order by p.number limit 1
    )
    select part.number, part.closed_at,
           (select j.seq from ledger.journal j where j.seq between part.first and part.last order by j.seq desc limit 1) as newest_seq,
           coalesce((select b.last_seq from ledger.block b order by b.last_seq desc limit 1), 0) as sealed_to,
           (select t.id from ledger.hold h join ledger.transfer t on t.seq = h.seq
            where h.state = 0 and h.seq between part.first and part.last order by h.seq limit 1) as open_hold,
           not exists (select from ledger.journal j where j.seq > part.last) as has_newest_row
    from part`.execute(reader);
  return rows[0] ?? null;
}

/** Every row of a part as text, in the order of its numbers, in the columns of `COLUMNS`. */
export const copyOfPart = (number: number): string => `copy (
  select j.seq, j.id, j.operation_kind, j.operation_tail, j.leg, j.leg_count, j.kind, j.code, j.currency, j.debit_account, j.credit_account,
         j.amount_minor, j.ref_seq, to_char(j.posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
         j.debit_after_minor, j.debit_version, j.debit_prev, j.credit_after_minor, j.credit_version, j.credit_prev, j.fingerprint
  from ledger.journal_${Math.trunc(number)} j order by j.seq) to stdout`;

/** Holds of earlier parts that this part resolves: which, and how much each reserved. */
export async function earlierHolds(
  reader: Reader,
  { first, last }: { first: bigint; last: bigint },
): Promise<Map<bigint, bigint>> {
  const { rows } = await sql<{ seq: bigint; amount: bigint }>`
    select h.seq, h.amount_minor as amount from ledger.hold h where h.seq < ${first} and h.resolved_by between ${first} and ${last}`.execute(
    reader,
  );
  return new Map(rows.map(({ seq, amount }) => [seq, amount]));
}

type CarriedRow = {
  account_id: bigint;
  version: bigint;
  last_seq: bigint;
  last_at: Temporal.Instant;
  debits_posted: bigint;
  credits_posted: bigint;
  debits_pending: bigint;
  credits_pending: bigint;
};

/** Where these accounts stood at the end of the newest archived part that touched them, below a part if one is named. */
export async function carriedOf(
  reader: Reader,
  accounts: readonly bigint[],
  { belowPart = null }: { belowPart?: number | null } = {},
): Promise<Standing[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<CarriedRow>`
    select distinct on (c.account_id) c.account_id, c.version, c.last_seq, c.last_at, c.debits_posted_minor as debits_posted,
           c.credits_posted_minor as credits_posted, c.debits_pending_minor as debits_pending, c.credits_pending_minor as credits_pending
    from ledger.carried c
    where c.account_id = any(${accounts}::bigint[]) and (${belowPart}::integer is null or c.part < ${belowPart}::integer)
    order by c.account_id, c.part desc`.execute(reader);
  return rows.map((row) => ({
    account: row.account_id,
    version: row.version,
    lastSeq: row.last_seq,
    lastAt: microsOf(row.last_at),
    debitsPosted: row.debits_posted,
    creditsPosted: row.credits_posted,
    debitsPending: row.debits_pending,
    creditsPending: row.credits_pending,
  }));
}

export type PartToArchive = {
  number: number;
  at: Temporal.Instant;
  closedBefore: Temporal.Instant;
  rows: bigint;
  rowsHash: Buffer;
  idsHash: Buffer;
  carriedHash: Buffer;
  manifest: string;
  /** Half seconds to wait for a moment in which nobody reads the journal. */
  tries: number;
};

/** Lets go of a part whose file was read back: one statement, its own transaction. Only the tables' owner may. Then the planner learns of the rows that came. */
export async function archivePart(reader: Reader, part: PartToArchive): Promise<void> {
  const { number, at, closedBefore, rows, rowsHash, idsHash, carriedHash, manifest, tries } = part;
  await sql`
    select ledger.archive_part(${number}::integer, ${at.toString()}::timestamptz, ${closedBefore.toString()}::timestamptz, ${rows}::bigint,
      ${rowsHash}::bytea, ${idsHash}::bytea, ${carriedHash}::bytea, ${manifest}::text, ${tries}::integer)`.execute(
    reader,
  );
  await sql`analyze ledger.archived_id`.execute(reader);
}

export type ArchivedPart = {
  number: number;
  rows: bigint;
  refused: bigint;
  rows_hash: Buffer;
  ids_hash: Buffer;
  carried_hash: Buffer;
  manifest: string;
  archived_at: Temporal.Instant;
};

/** Every archived part, the oldest first. */
export async function listArchived(reader: Reader): Promise<ArchivedPart[]> {
  const { rows } = await sql<ArchivedPart>`
    select number, row_count as rows, refused_count as refused, rows_hash, ids_hash, carried_hash, manifest, archived_at
    from ledger.archived_part order by number`.execute(reader);
  return rows;
}

/** What stays of a part, counted and hashed now, with its refusals that still have their reason. */
export async function keptNow(
  reader: Reader,
  number: number,
): Promise<{ rows: bigint; refused: bigint; reasons: bigint; ids_hash: Buffer; carried_hash: Buffer }> {
  const { rows } = await sql<{ rows: bigint; refused: bigint; reasons: bigint; ids_hash: Buffer; carried_hash: Buffer }>`
    select h.row_count as rows, h.refused_count as refused, h.ids_hash, h.carried_hash,
           (select count(*) from ledger.refusal f where f.seq >= ${number}::bigint << 44 and f.seq < (${number}::bigint + 1) << 44) as reasons
    from ledger.archived_hashes(${number}) h`.execute(reader); // prettier-ignore
  if (!rows[0]) throw new Error('archived_hashes answers');
  return rows[0];
}

/** The first number that is not archived; 0 when nothing is. */
export async function archivedBelow(reader: Reader): Promise<bigint> {
  const { rows } = await sql<{ below: bigint }>`select ledger.archived_below() as below`.execute(reader);
  return rows[0]?.below ?? 0n;
}

/** Since when rows of an operation are in the archive; null while all of them are here. */
export async function archivedSince(reader: Reader, operationId: string): Promise<Temporal.Instant | null> {
  const { first, last } = idRangeOf(operationRef(operationId));
  const { rows } = await sql<{ since: Temporal.Instant }>`
    select p.archived_at as since from ledger.archived_id x join ledger.archived_part p on p.number = x.seq >> 44
    where x.id between ${first} and ${last} order by p.number limit 1`.execute(reader);
  return rows[0]?.since ?? null;
}

/** Of an account whose older lines are in the archive: since when, the newest of them, and what stood there after it. */
export type ArchivedLines = {
  since: Temporal.Instant;
  version: bigint;
  last_at: Temporal.Instant;
  after: bigint;
};

export async function archivedLinesOf(reader: Reader, account: bigint): Promise<ArchivedLines | null> {
  const { rows } = await sql<ArchivedLines>`
    select p.archived_at as since, c.version, c.last_at, c.credits_posted_minor - c.debits_posted_minor as after
    from ledger.carried c join ledger.archived_part p on p.number = c.part
    where c.account_id = ${account} order by c.part desc limit 1`.execute(reader);
  return rows[0] ?? null;
}

/** Keeps parts from being archived while a transaction reads more than one statement: to be its first, before it has a snapshot. */
export async function keepParts(tx: Reader): Promise<void> {
  await sql`lock table ledger.journal in access share mode`.execute(tx);
}
