import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { AccountKind } from '../chart.ts';
import type { MovementCode } from '../movements.ts';

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
  operation_id: string;
  posted_at: Temporal.Instant;
};

/** Each side is read along its own index and only as far as the page goes. */
export async function listEntries(
  reader: Reader,
  account: LedgerAccountId,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select e.seq, e.id, e.kind, m.name as code, e.side, e.currency, e.amount_minor as amount, e.after, e.version, e.counter_account, e.operation_id, e.posted_at
    from (
      (select seq, id, kind, code, 'debit' as side, currency, amount_minor, debit_after_minor as after, debit_version as version,
              credit_account as counter_account, operation_id, posted_at
       from ledger.transfer where debit_account = ${account} and seq < coalesce(${before}::bigint, 9223372036854775807)
       order by seq desc limit ${limit})
      union all
      (select seq, id, kind, code, 'credit', currency, amount_minor, credit_after_minor, credit_version, debit_account, operation_id, posted_at
       from ledger.transfer where credit_account = ${account} and seq < coalesce(${before}::bigint, 9223372036854775807)
       order by seq desc limit ${limit})
    ) e
    join ledger.movement m on m.code = e.code
    order by e.seq desc limit ${limit}`.execute(reader);
  return rows;
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
  const { rows } = await sql<TransferRow>`
    select t.seq, t.id, t.kind, m.name as code, t.currency, t.amount_minor as amount, t.posted_at,
           t.debit_after_minor as debit_after, t.credit_after_minor as credit_after,
           t.debit_account, d.kind as debit_kind, d.owner as debit_owner,
           t.credit_account, c.kind as credit_kind, c.owner as credit_owner, r.id as refers_to
    from ledger.transfer t
    join ledger.movement m on m.code = t.code
    join ledger.account d on d.id = t.debit_account
    join ledger.account c on c.id = t.credit_account
    left join ledger.transfer r on r.seq = t.ref_seq
    where t.operation_id = ${operationId}
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
  const { rows } = await sql<RefusalRow>`
    select f.id, f.leg, f.code, f.account_id, f.available_minor as available, a.currency, f.refused_at
    from ledger.refusal f left join ledger.account a on a.id = f.account_id
    where f.operation_id = ${operationId}
    order by f.refused_at, f.id`.execute(reader);
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
const selectHold = sql`
  select t.id, h.state, t.debit_account, t.credit_account, h.amount_minor as amount, h.captured_minor as captured, t.currency, h.expires_at
  from ledger.hold h join ledger.transfer t on t.seq = h.seq`;

export async function findHold(reader: Reader, id: string): Promise<HoldRow | null> {
  const { rows } =
    await sql<HoldRow>`${selectHold} where h.seq = (select i.seq from ledger.transfer_id i where i.id = ${id})`.execute(
      reader,
    );
  return rows[0] ?? null;
}

/** Open holds whose time has passed, the longest overdue first. */
export async function listDueHolds(
  reader: Reader,
  at: Temporal.Instant,
  limit: number,
): Promise<{ id: string; operation_id: string; code: MovementCode }[]> {
  const { rows } = await sql<{ id: string; operation_id: string; code: MovementCode }>`
    select t.id, t.operation_id, m.name as code
    from ledger.hold h join ledger.transfer t on t.seq = h.seq join ledger.movement m on m.code = t.code
    where h.state = 0 and h.expires_at <= ${at.toString()}
    order by h.expires_at limit ${limit}`.execute(reader);
  return rows;
}
