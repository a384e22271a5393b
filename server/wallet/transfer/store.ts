import type { CustomerId, PayeeReference, TransferId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { NameOutcome } from '../payee/payee.ts';
import { TWIN_MINUTES, type Transfer } from './transfer.ts';

/** Takes an id for a payment that has not happened yet. False if it is taken, whoever took it. */
export async function claimId(
  tx: Tx,
  { id, payer, payee, amount, note }: Omit<Transfer, 'isCompleted'>,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, note, is_completed, created_at)
    values (${id}, ${payer}, ${payee}, ${amount.currency}, ${amount.minor}, ${note}, false, ${at.toString()})
    on conflict (id) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}

export async function markCompleted(tx: Tx, id: TransferId): Promise<void> {
  await sql`update wallet.transfer set is_completed = true where id = ${id}`.execute(tx);
}

type Row = {
  id: TransferId;
  payer_id: CustomerId;
  payee_id: CustomerId;
  currency: Currency;
  amount_minor: bigint;
  note: string | null;
  is_completed: boolean;
};

export async function findTransfer(read: Reader, id: TransferId): Promise<Transfer | null> {
  const { rows } = await sql<Row>`
    select id, payer_id, payee_id, currency, amount_minor, note, is_completed from wallet.transfer where id = ${id}`.execute(
    read,
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    payer: row.payer_id,
    payee: row.payee_id,
    amount: money(row.amount_minor, row.currency),
    note: row.note,
    isCompleted: row.is_completed,
  };
}

export type AskedPayment = {
  readonly id: TransferId;
  readonly payer: CustomerId;
  readonly reference: PayeeReference;
  readonly amount: Money;
};
export type KnownOfPayment = {
  /** Whom the payer's reference means; null if it is not there. */
  readonly payee: CustomerId | null;
  readonly expiresAt: Temporal.Instant | null;
  /** It pays whoever proves an address. */
  readonly isAddressed: boolean;
  /** It pays a request for money. */
  readonly isAsked: boolean;
  /** The id has been used. */
  readonly isKnown: boolean;
  /** The same sum went to the same person a short while ago. */
  readonly isRepeated: boolean;
  readonly nameMatch: NameOutcome | null;
  /** This payer has never paid this payee. */
  readonly isFirst: boolean;
  /** A debt of the payer is to be collected first. */
  readonly owes: boolean;
};

/** What this room knows of payments that are about to happen, in one question for many and in their order. */
export async function readAsked(
  read: Reader,
  asked: readonly AskedPayment[],
  at: Temporal.Instant,
): Promise<KnownOfPayment[]> {
  const { rows } = await sql<KnownOfPayment>`
    select r.payee_id as payee, r.expires_at as "expiresAt", r.request_id is not null as "isAsked", r.address is not null as "isAddressed", r.name_match as "nameMatch",
           exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed
                      and t.created_at > ${at.subtract({ minutes: TWIN_MINUTES }).toString()} and t.currency = a.currency
                      and t.amount_minor = a.amount) as "isRepeated",
           exists (select from wallet.transfer t where t.id = a.id) as "isKnown",
           not exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed) as "isFirst",
           exists (select from wallet.debt d where d.customer_id = a.payer and d.collected_minor < d.incurred_minor
                      and d.collects_from <= ${at.toString()}) as owes
      from unnest(${asked.map(({ id }) => id)}::text[], ${asked.map(({ payer }) => payer)}::text[],
                  ${asked.map(({ reference }) => reference)}::text[], ${asked.map(({ amount }) => amount.currency)}::text[],
                  ${asked.map(({ amount }) => amount.minor)}::bigint[]) with ordinality as a (id, payer, reference, currency, amount, n)
      left join lateral (
        select payee_id, expires_at, request_id, name_match, address from wallet.payee_reference k where k.id = a.reference and k.payer_id = a.payer limit 1
      ) r on true
     order by a.n`.execute(read);
  return rows;
}

/** Whether this payer has ever paid this payee. */
export async function hasPaid(
  read: Reader,
  { payer, payee }: { payer: CustomerId; payee: CustomerId },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.transfer where payer_id = ${payer} and payee_id = ${payee} and is_completed limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

/** The newest payment of this sum between these two since then; null if there is none. */
export async function newestAlike(
  read: Reader,
  { payer, payee, amount }: { payer: CustomerId; payee: CustomerId; amount: Money },
  since: Temporal.Instant,
): Promise<{ id: TransferId; at: Temporal.Instant } | null> {
  const { rows } = await sql<{ id: TransferId; at: Temporal.Instant }>`
    select id, created_at as at from wallet.transfer
     where payer_id = ${payer} and payee_id = ${payee} and is_completed and created_at > ${since.toString()}
       and currency = ${amount.currency} and amount_minor = ${amount.minor}
     order by created_at desc, id desc limit 1`.execute(read);
  return rows[0] ?? null;
}
