import type { MoneyRequestState } from '#common/api/money-request';
import type { CustomerId, MoneyRequestId, TransferId } from '#common/id';
import { type Currency, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { MoneyRequest, Report } from './money-request.ts';

type Row = {
  id: MoneyRequestId;
  asker_id: CustomerId;
  payer_id: CustomerId | null;
  token: string | null;
  is_hidden: boolean;
  currency: Currency;
  amount_minor: bigint;
  note: string | null;
  state: MoneyRequestState;
  transfer_id: TransferId | null;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  reminded_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
};
const COLUMNS = sql`id, asker_id, payer_id, token, is_hidden, currency, amount_minor, note, state, transfer_id, created_at, expires_at,
    reminded_at, ended_at`;
const requestOf = (row: Row): MoneyRequest => ({
  id: row.id,
  asker: row.asker_id,
  payer: row.payer_id,
  token: row.token,
  isHidden: row.is_hidden,
  amount: money(row.amount_minor, row.currency),
  note: row.note,
  state: row.state,
  transfer: row.transfer_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  remindedAt: row.reminded_at,
  endedAt: row.ended_at,
});

/** False if the id is taken, whoever took it. */
export async function insertRequest(tx: Tx, it: MoneyRequest): Promise<boolean> {
  const { rows } = await sql`
    insert into wallet.money_request
      (id, asker_id, payer_id, token, is_hidden, currency, amount_minor, note, state, created_at, expires_at)
    values (${it.id}, ${it.asker}, ${it.payer}, ${it.token}, ${it.isHidden}, ${it.amount.currency}, ${it.amount.minor}, ${it.note},
            ${it.state}, ${it.createdAt.toString()}, ${it.expiresAt.toString()})
    on conflict (id) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}

export async function findRequest(read: Reader, id: MoneyRequestId): Promise<MoneyRequest | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.money_request where id = ${id}`.execute(read);
  return rows[0] ? requestOf(rows[0]) : null;
}

export async function findRequests(read: Reader, ids: readonly MoneyRequestId[]): Promise<MoneyRequest[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.money_request where id = any(${ids}::text[])`.execute(read);
  return rows.map(requestOf);
}

export async function findByToken(read: Reader, token: string): Promise<MoneyRequest | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.money_request where token = ${token}`.execute(
    read,
  );
  return rows[0] ? requestOf(rows[0]) : null;
}

/** Under its lock, until the transaction ends: whoever pays, declines, cancels or lets it run out comes one after the other. */
export async function lockRequest(tx: Tx, id: MoneyRequestId): Promise<MoneyRequest | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.money_request where id = ${id} for update`.execute(tx);
  return rows[0] ? requestOf(rows[0]) : null;
}

/** The request that a payment pays, under its lock; null of a payment that nobody asked for. */
export async function lockRequestOf(tx: Tx, transfer: TransferId): Promise<MoneyRequest | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.money_request where transfer_id = ${transfer} for update`.execute(tx);
  return rows[0] ? requestOf(rows[0]) : null;
}

type Standing = Pick<MoneyRequest, 'payer' | 'state' | 'transfer' | 'endedAt'>;
/** False if another was faster. */
export async function saveStanding(
  tx: Tx,
  { id, state: from }: MoneyRequest,
  { payer, state, transfer, endedAt }: Standing,
): Promise<boolean> {
  const { rows } = await sql`
    update wallet.money_request
       set payer_id = ${payer}, state = ${state}, transfer_id = ${transfer}, ended_at = ${endedAt?.toString() ?? null}
     where id = ${id} and state = ${from}
     returning id`.execute(tx);
  return rows.length === 1;
}

export async function markReminded(tx: Tx, id: MoneyRequestId, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.money_request set reminded_at = ${at.toString()} where id = ${id}`.execute(tx);
}

export type Listed = {
  readonly customer: CustomerId;
  readonly side: 'asked' | 'owed';
  readonly state: 'open' | 'over' | null;
  /** Behind this one. */
  readonly after: MoneyRequestId | null;
  readonly limit: number;
};

/** Requests of one side, newest first: ids carry their time. */
export async function listRequests(
  read: Reader,
  { customer, side, state, after, limit }: Listed,
): Promise<MoneyRequest[]> {
  const whose =
    side === 'asked' ? sql`asker_id = ${customer}` : sql`payer_id = ${customer} and not is_hidden`;
  const standing =
    state === null
      ? sql`true`
      : state === 'open'
        ? sql`state in ('open', 'paying')`
        : sql`state not in ('open', 'paying')`;
  const from = after === null ? sql`true` : sql`id < ${after}`;
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.money_request
     where ${whose} and ${standing} and ${from} order by id desc limit ${limit}`.execute(read);
  return rows.map(requestOf);
}

/** The open requests of one person to another, under their locks and in one order. */
export async function lockOpenBetween(
  tx: Tx,
  { asker, payer }: { asker: CustomerId; payer: CustomerId },
): Promise<MoneyRequest[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.money_request
     where asker_id = ${asker} and payer_id = ${payer} and state = 'open' order by id for update`.execute(tx);
  return rows.map(requestOf);
}

export async function countOpenBetween(
  read: Reader,
  { asker, payer }: { asker: CustomerId; payer: CustomerId },
): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from wallet.money_request
     where asker_id = ${asker} and payer_id = ${payer} and state = 'open'`.execute(read);
  return Number(rows[0]?.count ?? 0n);
}

/** When each different person has last reported this one, the newest first. */
export async function reportsSince(
  read: Reader,
  asker: CustomerId,
  since: Temporal.Instant,
): Promise<Temporal.Instant[]> {
  const { rows } = await sql<{ at: Temporal.Instant }>`
    select max(created_at) as at from wallet.request_report
     where asker_id = ${asker} and created_at > ${since.toString()} group by customer_id order by 1 desc`.execute(
    read,
  );
  return rows.map(({ at }) => at);
}

export async function insertReport(
  tx: Tx,
  { request, reporter, asker, ground }: Report,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.request_report (request_id, customer_id, asker_id, ground, created_at)
    values (${request}, ${reporter}, ${asker}, ${ground}, ${at.toString()}) on conflict (request_id) do nothing`.execute(
    tx,
  );
}

/** Whether somebody does not want to hear this asker. */
export async function isBlocked(
  read: Reader,
  { customer, asker }: { customer: CustomerId; asker: CustomerId },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.blocked_asker where customer_id = ${customer} and asker_id = ${asker}`.execute(read);
  return rows.length > 0;
}

export async function block(
  tx: Tx,
  it: { customer: CustomerId; asker: CustomerId; request: MoneyRequestId },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.blocked_asker (customer_id, asker_id, request_id, created_at)
    values (${it.customer}, ${it.asker}, ${it.request}, ${at.toString()}) on conflict do nothing`.execute(tx);
}

/** False if nobody was blocked by this request. */
export async function unblock(tx: Tx, customer: CustomerId, request: MoneyRequestId): Promise<boolean> {
  const { rows } = await sql`
    delete from wallet.blocked_asker where customer_id = ${customer} and request_id = ${request} returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}

export type Blocked = {
  readonly asker: CustomerId;
  readonly request: MoneyRequestId;
  readonly since: Temporal.Instant;
};
export async function blockedBy(read: Reader, customer: CustomerId, limit: number): Promise<Blocked[]> {
  const { rows } = await sql<{
    asker_id: CustomerId;
    request_id: MoneyRequestId;
    created_at: Temporal.Instant;
  }>`
    select asker_id, request_id, created_at from wallet.blocked_asker
     where customer_id = ${customer} order by created_at desc limit ${limit}`.execute(read);
  return rows.map((row) => ({ asker: row.asker_id, request: row.request_id, since: row.created_at }));
}

/** Who of these has paid this one, or was paid by: they know each other. */
export async function knownTo(
  read: Reader,
  customer: CustomerId,
  others: readonly CustomerId[],
): Promise<ReadonlySet<CustomerId>> {
  const { rows } = await sql<{ id: CustomerId }>`
    select o.id from unnest(${others}::text[]) as o (id)
     where exists (select from wallet.transfer t where t.payer_id = ${customer} and t.payee_id = o.id and t.is_completed)
        or exists (select from wallet.transfer t where t.payer_id = o.id and t.payee_id = ${customer} and t.is_completed)`.execute(
    read,
  );
  return new Set(rows.map(({ id }) => id));
}
