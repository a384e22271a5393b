import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Block, Range } from './block.ts';
import type { LeafType } from './leaf.ts';

/** How far numbers were given out, and who may still write rows with them. */
export type Mark = Readonly<Record<LeafType, bigint>> & { readonly writers: readonly string[] };

export async function markNow(reader: Reader): Promise<Mark> {
  const { rows } = await sql<Mark>`
    select m.last_seq as transfer, m.last_account as account, m.last_flag_change as flag_change, m.writers from ledger.sealing_mark() m`.execute(
    reader,
  );
  if (!rows[0]) throw new Error('sealing_mark answers');
  return rows[0];
}

export async function writersNow(reader: Reader): Promise<string[]> {
  const { rows } = await sql<{
    writers: string[];
  }>`select ledger.sequence_writers() as writers`.execute(reader);
  return rows[0]?.writers ?? [];
}

/** Whether this transaction is the one that seals; false while another does. Given back with the transaction. */
export async function becomeSealer(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock('ledger.block'::regclass::integer, 1) as mine`.execute(tx);
  return rows[0]?.mine ?? false;
}

/** Rows as bytes, one after the other by number, at most `limit`. A column that holds nothing is written as 0, a currency as ---. */
export async function rowBytes(
  reader: Reader,
  type: LeafType,
  { first, last, limit }: { first: bigint; last: bigint; limit: number },
): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer | null }>`
    select string_agg(r.bytes, ''::bytea order by r.number) as bytes
    from (${PIECES[type](sql`between ${first} and ${last}`)} order by 1 limit ${limit}) r`.execute(reader);
  return rows[0]?.bytes ?? Buffer.alloc(0);
}

/** The rows of the journal with these numbers, as bytes. */
export async function transferBytes(reader: Reader, seqs: readonly bigint[]): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer | null }>`
    select string_agg(r.bytes, ''::bytea order by r.number) as bytes
    from (${PIECES.transfer(sql`= any(${seqs}::bigint[])`)}) r`.execute(reader);
  return rows[0]?.bytes ?? Buffer.alloc(0);
}

type Piece = ReturnType<typeof sql>;
const PIECES: Record<LeafType, (which: Piece) => Piece> = {
  transfer: (which) => sql`
    select j.seq as number,
      int8send(j.seq) || uuid_send(j.id) || int2send(j.operation_kind) || int4send(j.operation_tail) || int2send(j.leg)
      || int2send(j.leg_count) || int2send(j.kind) || int2send(j.code) || convert_to(coalesce(j.currency::text, '---'), 'UTF8')
      || int8send(coalesce(j.debit_account, 0)) || int8send(coalesce(j.credit_account, 0)) || int8send(coalesce(j.amount_minor, 0))
      || int8send(coalesce(j.ref_seq, 0)) || timestamptz_send(j.posted_at)
      || int8send(coalesce(j.debit_after_minor, 0)) || int8send(coalesce(j.debit_version, 0)) || int8send(coalesce(j.debit_prev, 0))
      || int8send(coalesce(j.credit_after_minor, 0)) || int8send(coalesce(j.credit_version, 0)) || int8send(coalesce(j.credit_prev, 0))
      || int8send(j.fingerprint) as bytes
    from ledger.journal j where j.seq ${which}`,
  account: (which) => sql`
    select a.id as number,
      int8send(a.id) || timestamptz_send(a.opened_at)
      || sha256(convert_to(a.kind || E'\n' || a.owner || E'\n' || a.currency, 'UTF8')) as bytes
    from ledger.account a where a.id ${which}`,
  flag_change: (which) => sql`
    select c.id as number,
      int8send(c.id) || int8send(c.account_id) || int4send(c.flags_before) || int4send(c.flags_after)
      || timestamptz_send(c.changed_at) || sha256(convert_to(c.actor || E'\n' || c.reason, 'UTF8')) as bytes
    from ledger.account_flag_change c where c.id ${which}`,
};

type BlockRow = {
  number: bigint;
  first_seq: bigint;
  last_seq: bigint;
  first_account: bigint;
  last_account: bigint;
  first_flag_change: bigint;
  last_flag_change: bigint;
  journal_count: number;
  account_count: number;
  flag_change_count: number;
  previous_hash: Buffer;
  merkle_root: Buffer;
  salt: Buffer;
  leaves: Buffer;
  sealed_at: Temporal.Instant;
  hash: Buffer;
  key_id: string;
  signature: string;
};
const COLUMNS = sql`
  b.number, b.first_seq, b.last_seq, b.first_account, b.last_account, b.first_flag_change, b.last_flag_change, b.journal_count,
  b.account_count, b.flag_change_count, b.previous_hash, b.merkle_root, b.salt, b.leaves, b.sealed_at, b.hash, b.key_id, b.signature`;

const blockOf = (row: BlockRow): Block => ({
  number: row.number,
  ranges: {
    transfer: { first: row.first_seq, last: row.last_seq, count: row.journal_count },
    account: { first: row.first_account, last: row.last_account, count: row.account_count },
    flag_change: { first: row.first_flag_change, last: row.last_flag_change, count: row.flag_change_count },
  },
  previousHash: row.previous_hash,
  merkleRoot: row.merkle_root,
  salt: row.salt,
  leaves: row.leaves,
  sealedAt: row.sealed_at,
  hash: row.hash,
  keyId: row.key_id,
  signature: row.signature,
});

export async function newestBlock(reader: Reader): Promise<Block | null> {
  const { rows } =
    await sql<BlockRow>`select ${COLUMNS} from ledger.block b order by b.number desc limit 1`.execute(reader);
  return rows[0] ? blockOf(rows[0]) : null;
}

export async function listBlocks(
  reader: Reader,
  { after, limit }: { after: bigint; limit: number },
): Promise<Block[]> {
  const { rows } =
    await sql<BlockRow>`select ${COLUMNS} from ledger.block b where b.number > ${after} order by b.number limit ${limit}`.execute(
      reader,
    );
  return rows.map(blockOf);
}

/** The block that sealed this row of the journal, if one has. */
export async function blockWithTransfer(reader: Reader, seq: bigint): Promise<Block | null> {
  const { rows } = await sql<BlockRow>`
    select ${COLUMNS} from ledger.block b where b.last_seq >= ${seq} order by b.last_seq, b.number limit 1`.execute(
    reader,
  );
  return rows[0] && rows[0].first_seq <= seq ? blockOf(rows[0]) : null;
}

export async function appendBlock(tx: Tx, block: Block): Promise<void> {
  const { transfer, account, flag_change } = block.ranges;
  const ends = ({ first, last }: Range) => sql`${first}::bigint, ${last}::bigint`;
  await sql`
    select ledger.append_block(row(
      ${block.number}::bigint, ${ends(transfer)}, ${ends(account)}, ${ends(flag_change)},
      ${transfer.count}::integer, ${account.count}::integer, ${flag_change.count}::integer,
      ${block.previousHash}::bytea, ${block.merkleRoot}::bytea, ${block.salt}::bytea, ${block.leaves}::bytea,
      ${block.sealedAt.toString()}::timestamptz, ${block.hash}::bytea, ${block.keyId}::text, ${block.signature}::text)::ledger.block)`.execute(
    tx,
  );
}

/** The rows of the journal that an operation wrote, by number: its legs have ids from one range. */
export async function listSeqsOf(
  reader: Reader,
  { kind, tail, first, last }: { kind: number; tail: number; first: string; last: string },
): Promise<bigint[]> {
  const { rows } = await sql<{ seq: bigint }>`
    select j.seq from ledger.journal j
    where j.id between ${first} and ${last} and j.operation_kind = ${kind} and j.operation_tail = ${tail}
    order by j.seq`.execute(reader);
  return rows.map(({ seq }) => seq);
}

export async function countUnsealed(reader: Reader, after: bigint): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from ledger.journal j where j.seq > ${after}`.execute(reader);
  return rows[0]?.count ?? 0;
}
