import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { AccountKind } from '../chart.ts';
import type { MovementCode } from '../movements.ts';
import { idRangeOf, operationIdOf, operationRef } from '../operation-ref.ts';

export type EntryRow = {
  seq: bigint;
  id: string;
  kind: number;
  code: MovementCode;
  side: 'debit' | 'credit';
  currency: Currency;
  amount: bigint;
  after: bigint;
  version: bigint;
  counter_account: LedgerAccountId;
  operation_kind: number;
  operation_tail: number;
  posted_at: Temporal.Instant;
};

/** The lines of an account before a row of its, or its newest: read along the links from row to row, so that every page costs the same. */
export async function listEntries(
  reader: Reader,
  account: LedgerAccountId,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<EntryRow[]> {
  const newest = sql<bigint>`(
    case when ${before}::bigint is null then (select last_seq from ledger.balance where account_id = ${account})
         else (select case when debit_account = ${account} then debit_prev when credit_account = ${account} then credit_prev end
               from ledger.transfer where seq = ${before}) end)`;
  return entriesBack(reader, account, { newest, limit });
}

/** The lines of an account from this row of its on, newest first. */
export async function entriesBack(
  reader: Reader,
  account: LedgerAccountId,
  { newest, limit }: { newest: bigint | ReturnType<typeof sql<bigint>>; limit: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    with recursive line (seq, n) as (
      select ${newest}::bigint, 1
      union all
      select case when t.debit_account = ${account} then t.debit_prev else t.credit_prev end, line.n + 1
      from line join ledger.transfer t on t.seq = line.seq where line.n < ${limit}
    )
    select e.seq, e.id, e.kind, m.name as code, case when e.debit_account = ${account} then 'debit' else 'credit' end as side,
           e.currency, e.amount_minor as amount,
           case when e.debit_account = ${account} then e.debit_after_minor else e.credit_after_minor end as after,
           case when e.debit_account = ${account} then e.debit_version else e.credit_version end as version,
           case when e.debit_account = ${account} then e.credit_account else e.debit_account end as counter_account,
           e.operation_kind, e.operation_tail, e.posted_at
    from line join ledger.transfer e on e.seq = line.seq join ledger.movement m on m.code = e.code
    order by version desc`.execute(reader);
  return rows;
}

/** Whether this row touched this account. */
export async function isLineOf(reader: Reader, account: LedgerAccountId, seq: bigint): Promise<boolean> {
  const { rows } = await sql<{ seq: bigint }>`
    select seq from ledger.transfer where seq = ${seq} and ${account}::bigint in (debit_account, credit_account)`.execute(
    reader,
  );
  return rows.length > 0;
}

/** Every so many-th row of an account, going back from one of its rows over so many: where pages begin that are to be read the other way round. */
export async function seqsEvery(
  reader: Reader,
  account: LedgerAccountId,
  { newest, every, over }: { newest: bigint; every: number; over: number },
): Promise<bigint[]> {
  const { rows } = await sql<{ seq: bigint }>`
    with recursive line (seq, n) as (
      select ${newest}::bigint, 0
      union all
      select case when t.debit_account = ${account} then t.debit_prev else t.credit_prev end, line.n + 1
      from line join ledger.transfer t on t.seq = line.seq where line.n < ${over}
    )
    select seq from line where n % ${every} = 0 and seq is not null order by n`.execute(reader);
  return rows.map(({ seq }) => seq);
}

/** The newest row of an account at or before a moment: from the first milestone after it back along the links; null before its first. */
export async function lastEntryAt(
  reader: Reader,
  account: LedgerAccountId,
  at: Temporal.Instant,
): Promise<{ seq: bigint; after: bigint; version: bigint } | null> {
  const { rows } = await sql<{ seq: bigint; after: bigint; version: bigint }>`
    with recursive milestone (seq, posted_at) as (
      (select seq, posted_at from ledger.journal where debit_account = ${account} and debit_version % 64 = 0 and posted_at > ${at.toString()}
       order by posted_at limit 1)
      union all
      (select seq, posted_at from ledger.journal where credit_account = ${account} and credit_version % 64 = 0 and posted_at > ${at.toString()}
       order by posted_at limit 1)
    ), line (seq, is_reached) as (
      select coalesce((select min(m.seq) from milestone m), (select last_seq from ledger.balance where account_id = ${account})), false
      union all
      select case when t.posted_at <= ${at.toString()} then line.seq when t.debit_account = ${account} then t.debit_prev else t.credit_prev end,
             t.posted_at <= ${at.toString()}
      from line join ledger.transfer t on t.seq = line.seq where not line.is_reached
    )
    select t.seq, case when t.debit_account = ${account} then t.debit_after_minor else t.credit_after_minor end as after,
           case when t.debit_account = ${account} then t.debit_version else t.credit_version end as version
    from line join ledger.transfer t on t.seq = line.seq where line.is_reached`.execute(reader);
  return rows[0] ?? null;
}

type TransferRow = {
  seq: bigint;
  id: string;
  kind: number;
  code: MovementCode;
  currency: Currency;
  amount: bigint;
  debit_account: LedgerAccountId;
  debit_kind: AccountKind;
  debit_owner: string;
  credit_account: LedgerAccountId;
  credit_kind: AccountKind;
  credit_owner: string;
  posted_at: Temporal.Instant;
  debit_after: bigint;
  credit_after: bigint;
  refers_to: string | null;
};

export async function listTransfersOf(reader: Reader, operationId: string): Promise<TransferRow[]> {
  const operation = operationRef(operationId);
  const { first, last } = idRangeOf(operation);
  const { rows } = await sql<TransferRow>`
    select t.seq, t.id, t.kind, m.name as code, t.currency, t.amount_minor as amount, t.posted_at,
           t.debit_after_minor as debit_after, t.credit_after_minor as credit_after,
           t.debit_account, d.kind as debit_kind, d.owner as debit_owner,
           t.credit_account, c.kind as credit_kind, c.owner as credit_owner,
           case when r.id is not null then r.id
                when t.ref_seq < ledger.archived_below() then (select x.id from ledger.archived_id x where x.seq = t.ref_seq) end as refers_to
    from ledger.transfer t
    join ledger.movement m on m.code = t.code
    join ledger.account d on d.id = t.debit_account
    join ledger.account c on c.id = t.credit_account
    left join ledger.transfer r on r.seq = t.ref_seq
    where t.id between ${first} and ${last} and t.operation_tail = ${operation.tail} and t.operation_kind = ${operation.kind}
    order by t.seq`.execute(reader);
  return rows;
}

type RefusalRow = {
  id: string;
  leg: number;
  code: string;
  account_id: LedgerAccountId | null;
  available: bigint | null;
  currency: Currency | null;
  refused_at: Temporal.Instant;
};

export async function listRefusalsOf(reader: Reader, operationId: string): Promise<RefusalRow[]> {
  const operation = operationRef(operationId);
  const { first, last } = idRangeOf(operation);
  const { rows } = await sql<RefusalRow>`
    select j.id, j.leg, f.code, f.account_id, f.available_minor as available, a.currency, j.posted_at as refused_at
    from ledger.journal j join ledger.refusal f on f.seq = j.seq left join ledger.account a on a.id = f.account_id
    where j.id between ${first} and ${last} and j.operation_tail = ${operation.tail} and j.operation_kind = ${operation.kind} and j.kind >= 8
    order by j.posted_at, j.seq`.execute(reader);
  return rows;
}

type HoldRow = {
  id: string;
  state: number;
  debit_account: LedgerAccountId;
  credit_account: LedgerAccountId;
  amount: bigint;
  captured: bigint;
  currency: Currency;
  expires_at: Temporal.Instant | null;
};
export async function findHold(reader: Reader, id: string): Promise<HoldRow | null> {
  const { rows } = await sql<HoldRow>`
    select t.id, h.state, t.debit_account, t.credit_account, h.amount_minor as amount, h.captured_minor as captured, t.currency, h.expires_at
    from ledger.answered_leg t join ledger.hold h on h.seq = t.seq where t.id = ${id} and t.kind = 1`.execute(
    reader,
  );
  return rows[0] ?? null;
}

/** Open holds whose time has passed, the longest overdue first. */
export async function listDueHolds(
  reader: Reader,
  at: Temporal.Instant,
  limit: number,
): Promise<{ id: string; operationId: string; code: MovementCode }[]> {
  const { rows } = await sql<{
    id: string;
    operation_kind: number;
    operation_tail: number;
    code: MovementCode;
  }>`
    select t.id, t.operation_kind, t.operation_tail, m.name as code
    from ledger.hold h join ledger.transfer t on t.seq = h.seq join ledger.movement m on m.code = t.code
    where h.state = 0 and h.expires_at <= ${at.toString()}
    order by h.expires_at limit ${limit}`.execute(reader);
  return rows.map((row) => ({ id: row.id, code: row.code, operationId: operationIdOf(row) }));
}
