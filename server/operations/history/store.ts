import type { OperationKind, OperationState } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { Counterparty } from '../record/operation.ts';
import type { Family } from '../record/states.ts';
import type { Position } from './cursor.ts';

/** An operation as one customer sees it in a list. */
export type EntryRow = {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly family: Family;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly fee: Money;
  readonly received: Money | null;
  readonly counterparty: Counterparty;
  readonly note: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

type Row = {
  operation_id: OperationId;
  kind: OperationKind;
  state: OperationState;
  family: Family;
  direction: 'in' | 'out';
  amount_minor: bigint;
  fee_minor: bigint;
  currency: Currency;
  received_minor: bigint | null;
  received_currency: Currency | null;
  counterparty_kind: Counterparty['kind'];
  counterparty_name: string;
  counterparty_detail: string | null;
  note: string | null;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
};

const entryRowOf = (row: Row): EntryRow => ({
  id: row.operation_id,
  kind: row.kind,
  state: row.state,
  family: row.family,
  direction: row.direction,
  amount: money(row.amount_minor, row.currency),
  fee: money(row.fee_minor, row.currency),
  received:
    row.received_minor === null || row.received_currency === null
      ? null
      : money(row.received_minor, row.received_currency),
  counterparty: { kind: row.counterparty_kind, name: row.counterparty_name, detail: row.counterparty_detail },
  note: row.note,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const COLUMNS = sql`operation_id, kind, state, family, direction, amount_minor, fee_minor, currency, received_minor, received_currency, counterparty_kind,
  counterparty_name, counterparty_detail, note, created_at, updated_at`;

export type EntryFilters = {
  readonly kind?: OperationKind;
  readonly family?: Family;
  readonly direction?: 'in' | 'out';
  readonly currency?: Currency;
  readonly from?: Temporal.Instant;
  readonly to?: Temporal.Instant;
  readonly minMinor?: bigint;
  readonly maxMinor?: bigint;
  /** Any of these texts; see `searchForms`. */
  readonly searchForms?: readonly string[];
  /** Or exactly one of these sums; see `searchAmounts`. */
  readonly searchAmounts?: readonly Money[];
};

const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`);

/** Newest first, behind `after`. `from` is inside of the range, `to` is not. */
export async function pageOfEntries(
  read: Reader,
  customer: CustomerId,
  filters: EntryFilters,
  { after, limit }: { after: Position | null; limit: number },
): Promise<EntryRow[]> {
  const { kind, family, direction, currency, from, to, minMinor, maxMinor, searchForms = [] } = filters;
  const { searchAmounts = [] } = filters;
  const conditions = [
    sql`customer_id = ${customer}`,
    after && sql`(created_at, operation_id) < (${after.createdAt.toString()}::timestamptz, ${after.id})`,
    kind && sql`kind = ${kind}`,
    family && sql`family = ${family}`,
    direction && sql`direction = ${direction}`,
    currency && sql`(currency = ${currency} or received_currency = ${currency})`,
    from && sql`created_at >= ${from.toString()}::timestamptz`,
    to && sql`created_at < ${to.toString()}::timestamptz`,
    minMinor !== undefined && sql`amount_minor >= ${minMinor}`,
    maxMinor !== undefined && sql`amount_minor <= ${maxMinor}`,
    searchForms.length > 0 &&
      sql`(search_text like any (${searchForms.map((form) => `%${literal(form)}%`)}::text[])
           or (currency::text, amount_minor) in (select * from unnest(
             ${searchAmounts.map((amount) => amount.currency)}::text[], ${searchAmounts.map(({ minor }) => minor)}::bigint[])))`,
  ].flatMap((condition) => (condition ? [condition] : []));
  const { rows } = await sql<Row>`
    select ${COLUMNS} from operations.participant
     where ${sql.join(conditions, sql` and `)}
     order by created_at desc, operation_id desc
     limit ${limit}`.execute(read);
  return rows.map(entryRowOf);
}

/** An entry that waits, and for whom until when. */
export type OpenEntry = EntryRow & { readonly needsYou: boolean; readonly dueAt: Temporal.Instant | null };

/** What waits, newest first: `needsYou` is the customer's to move on. */
export async function openEntries(
  read: Reader,
  customer: CustomerId,
  { limit }: { limit: number },
): Promise<OpenEntry[]> {
  const { rows } = await sql<Row & { needs_you: boolean; due_at: Temporal.Instant | null }>`
    select ${COLUMNS}, needs_you, (select o.due_at from operations.operation o where o.id = operation_id) as due_at
      from operations.participant
     where customer_id = ${customer} and family = 'waiting'
     order by created_at desc, operation_id desc
     limit ${limit}`.execute(read);
  return rows.map((row) => ({ ...entryRowOf(row), needsYou: row.needs_you, dueAt: row.due_at }));
}

export async function findEntryRow(
  read: Reader,
  customer: CustomerId,
  id: OperationId,
): Promise<EntryRow | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from operations.participant where customer_id = ${customer} and operation_id = ${id}`.execute(
    read,
  );
  const row = rows[0];
  return row ? entryRowOf(row) : null;
}

/** Entries as one customer each sees them, in one question for many; what a customer has no part in is left out. */
export async function findEntryRows(
  read: Reader,
  asked: readonly { readonly customer: CustomerId; readonly id: OperationId }[],
): Promise<(EntryRow & { readonly customer: CustomerId })[]> {
  const { rows } = await sql<Row & { customer_id: CustomerId }>`
    select p.*
      from unnest(${asked.map(({ customer }) => customer)}::text[], ${asked.map(({ id }) => id)}::text[]) as asked (customer, id)
      cross join lateral (
        select customer_id, ${COLUMNS} from operations.participant k where k.customer_id = asked.customer and k.operation_id = asked.id limit 1
      ) p`.execute(read);
  return rows.map((row) => ({ ...entryRowOf(row), customer: row.customer_id }));
}
