import type { ChargebackId, CustomerId, TopUpId } from '#common/id';
import { type Currency, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Debt } from './debt.ts';

export async function insertDebt(
  tx: Tx,
  debt: Omit<Debt, 'collected' | 'owed' | 'collections'>,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.debt (chargeback_id, customer_id, top_up_id, currency, incurred_minor, collects_from, opened_at)
    values (${debt.chargeback}, ${debt.customer}, ${debt.topUp}, ${debt.incurred.currency}, ${debt.incurred.minor},
            ${debt.collectsFrom.toString()}, ${at.toString()})`.execute(tx);
}

type Row = {
  chargeback_id: ChargebackId;
  customer_id: CustomerId;
  top_up_id: TopUpId;
  currency: Currency;
  incurred_minor: bigint;
  collected_minor: bigint;
  collects_from: Temporal.Instant;
  collections: number;
};

const debtOf = (row: Row): Debt => ({
  chargeback: row.chargeback_id,
  customer: row.customer_id,
  topUp: row.top_up_id,
  incurred: money(row.incurred_minor, row.currency),
  collected: money(row.collected_minor, row.currency),
  owed: money(row.incurred_minor - row.collected_minor, row.currency),
  collectsFrom: row.collects_from,
  collections: row.collections,
});

const COLUMNS = sql`chargeback_id, customer_id, top_up_id, currency, incurred_minor, collected_minor, collects_from, collections`;

/** Debts that are not settled, oldest first. */
export async function openDebts(read: Reader, customer: CustomerId): Promise<Debt[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.debt
     where customer_id = ${customer} and collected_minor < incurred_minor
     order by opened_at, chargeback_id`.execute(read);
  return rows.map(debtOf);
}

/** Debts whose notice is over, oldest first, under their rows' locks. */
export async function lockDueDebts(tx: Tx, customer: CustomerId, at: Temporal.Instant): Promise<Debt[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.debt
     where customer_id = ${customer} and collected_minor < incurred_minor and collects_from <= ${at.toString()}
     order by opened_at, chargeback_id
       for update`.execute(tx);
  return rows.map(debtOf);
}

/** Those of these customers who owe something whose notice is over, each once, in one order for everybody. */
export async function customersWithDueDebts(
  read: Reader,
  customers: readonly CustomerId[],
  at: Temporal.Instant,
): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select distinct customer_id from wallet.debt
     where customer_id = any(${customers}::text[]) and collected_minor < incurred_minor and collects_from <= ${at.toString()}
     order by customer_id`.execute(read);
  return rows.map((row) => row.customer_id);
}

/** False if the debt changed meanwhile. */
export async function saveCollection(
  tx: Tx,
  { chargeback, collections }: Debt,
  amountMinor: bigint,
): Promise<boolean> {
  const { rows } = await sql`
    update wallet.debt set collected_minor = collected_minor + ${amountMinor}, collections = collections + 1
     where chargeback_id = ${chargeback} and collections = ${collections}
     returning chargeback_id`.execute(tx);
  return rows.length === 1;
}

export async function customerOfDebt(read: Reader, id: ChargebackId): Promise<CustomerId | null> {
  const { rows } = await sql<{
    customer_id: CustomerId;
  }>`select customer_id from wallet.debt where chargeback_id = ${id}`.execute(read);
  return rows[0]?.customer_id ?? null;
}

/** Of a debt `d`: it is still owed, more than the rule lets pass, and longer than it lets pass. */
const isOverdue = (now: Temporal.Instant) => sql`
  d.collected_minor < d.incurred_minor and d.restricted_at is null
  and exists (
    select from (select r.restrict_after_days, r.owed_min_minor from wallet.debt_rule r
                  where r.currency = d.currency and r.valid_from <= ${now.toString()} order by r.version desc limit 1) rule
     where d.incurred_minor - d.collected_minor >= rule.owed_min_minor
       and d.collects_from + make_interval(days => rule.restrict_after_days) <= ${now.toString()})`;

export async function debtsOverdue(
  read: Reader,
  now: Temporal.Instant,
  limit: number,
): Promise<ChargebackId[]> {
  const { rows } = await sql<{ chargeback_id: ChargebackId }>`
    select d.chargeback_id from wallet.debt d where ${isOverdue(now)} order by d.collects_from limit ${limit}`.execute(
    read,
  );
  return rows.map((row) => row.chargeback_id);
}

/** One of them under its row's lock; null if it is none any more. */
export async function lockOverdueDebt(tx: Tx, id: ChargebackId, now: Temporal.Instant): Promise<Debt | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.debt d where d.chargeback_id = ${id} and ${isOverdue(now)} for update`.execute(
    tx,
  );
  return rows[0] ? debtOf(rows[0]) : null;
}

export async function saveRestricted(tx: Tx, id: ChargebackId, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.debt set restricted_at = ${at.toString()} where chargeback_id = ${id}`.execute(tx);
}

/** Whether something is still owed for which payments were paused. */
export async function owesRestricted(read: Reader, customer: CustomerId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.debt
     where customer_id = ${customer} and restricted_at is not null and collected_minor < incurred_minor limit 1`.execute(
    read,
  );
  return rows.length > 0;
}
