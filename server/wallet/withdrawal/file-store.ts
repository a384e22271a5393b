import type { PayoutFileId, WithdrawalId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { PayoutFile } from './withdrawal.ts';

export async function insertFile(
  tx: Tx,
  { id, currency, executionDay, total, digest, madeAt }: Omit<PayoutFile, 'state' | 'asks'>,
  payments: number,
): Promise<void> {
  await sql`
    insert into wallet.payout_file (id, currency, state, execution_day, payments, total_minor, digest, made_at)
    values (${id}, ${currency}, 'ready', ${executionDay.toString()}, ${payments}, ${total.minor}, ${digest}, ${madeAt.toString()})`.execute(
    tx,
  );
}

type Row = {
  id: PayoutFileId;
  currency: Currency;
  state: PayoutFile['state'];
  execution_day: string;
  total_minor: bigint;
  digest: Buffer;
  asks: number;
  made_at: Temporal.Instant;
};
const COLUMNS = sql`id, currency, state, execution_day::text, total_minor, digest, asks, made_at`;
const fileOf = (row: Row): PayoutFile => ({
  id: row.id,
  currency: row.currency,
  state: row.state,
  executionDay: Temporal.PlainDate.from(row.execution_day),
  total: money(row.total_minor, row.currency),
  digest: row.digest,
  asks: row.asks,
  madeAt: row.made_at,
});

export async function findFile(read: Reader, id: PayoutFileId): Promise<PayoutFile | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.payout_file where id = ${id}`.execute(read);
  return rows[0] ? fileOf(rows[0]) : null;
}

export async function lockFile(tx: Tx, id: PayoutFileId): Promise<PayoutFile | null> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from wallet.payout_file where id = ${id} for update`.execute(tx);
  return rows[0] ? fileOf(rows[0]) : null;
}

export async function markFile(
  tx: Tx,
  id: PayoutFileId,
  state: 'sent' | 'refused',
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update wallet.payout_file set state = ${state}, sent_at = case when ${state} = 'sent' then ${at.toString()}::timestamptz else sent_at end
     where id = ${id}`.execute(tx);
}

export async function countFileAsk(tx: Tx, id: PayoutFileId): Promise<void> {
  await sql`update wallet.payout_file set asks = asks + 1 where id = ${id}`.execute(tx);
}

export type Booking = {
  readonly reference: string;
  readonly withdrawal: WithdrawalId;
  readonly direction: 'out' | 'in';
  readonly amount: Money;
  readonly report: bigint;
};

/** False if the booking is known: notification and statement tell the same ones. */
export async function insertBooking(tx: Tx, it: Booking, at: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.bank_entry (reference, withdrawal_id, direction, amount_minor, currency, report_number, taken_at)
    values (${it.reference}, ${it.withdrawal}, ${it.direction}, ${it.amount.minor}, ${it.amount.currency}, ${it.report}, ${at.toString()})
    on conflict (reference) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Whether its money has left by our books, and no other booking of it was ever told. */
export async function isItsBooking(tx: Tx, id: WithdrawalId, reference: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.withdrawal w
     where w.id = ${id} and w.paid_at is not null
       and not exists (select 1 from wallet.bank_entry e
                        where e.withdrawal_id = w.id and e.direction = 'out' and e.reference <> ${reference})`.execute(
    tx,
  );
  return rows.length > 0;
}
