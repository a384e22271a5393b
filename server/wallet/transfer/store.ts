import type { CustomerId, PayeeReference, TransferId } from '#common/id';
import { CURRENCIES, type Currency, money, type Money } from '#common/money';
import { invariant } from '#common/result';
import { BASE_TIER } from '#common/tier';
import { type KnownText, LATELY_HOURS, LATELY_MAX } from '#identity';
import type { BalanceText } from '#ledger';
import { type Temporal, textOf } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { StandingText } from '#risk';
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
    select payee, expires_at as "expiresAt", is_asked as "isAsked", is_addressed as "isAddressed", name_match as "nameMatch", is_repeated as "isRepeated",
           is_known as "isKnown", is_first as "isFirst", owes
      from wallet.payments_asked(${textOf(at)}, ${textOf(at.subtract({ minutes: TWIN_MINUTES }))}, ${asked.map(({ id }) => id)},
             ${asked.map(({ payer }) => payer)}, ${asked.map(({ reference }) => reference)}, ${asked.map(({ amount }) => amount.currency)},
             ${asked.map(({ amount }) => amount.minor)})`.execute(read);
  return rows;
}

export type ToAssess = {
  readonly payer: CustomerId;
  readonly reference: PayeeReference | null;
  readonly currency: Currency;
  readonly device: Uint8Array | null;
  readonly at: Temporal.Instant;
  readonly day: Temporal.PlainDate;
  readonly baseCurrency: Currency;
};
/** What each room says of it, in its own words. */
export type AssessedText = StandingText & {
  readonly payee: CustomerId | null;
  readonly is_addressed: boolean;
  readonly name_match: NameOutcome | null;
  readonly is_first: boolean;
  readonly wallet: BalanceText | null;
  readonly people: readonly KnownText[] | null;
};

/** All that a payment which is about to be confirmed is decided on, but for the histories. */
export async function readToAssess(read: Reader, asked: ToAssess): Promise<AssessedText> {
  const { payer, reference, currency, device, at, day, baseCurrency } = asked;
  const { rows } = await sql<AssessedText>`
    select payee, is_addressed, name_match, is_first, used, tiers, rules, rates, restrictions, rule_set, wallet, people
      from wallet.payment_to_assess(${textOf(at)}, ${day.toString()}, ${baseCurrency}, ${BASE_TIER}, ${CURRENCIES}, ${LATELY_HOURS},
             ${LATELY_MAX}, ${payer}, ${reference}, ${currency}, ${device})`.execute(read);
  const row = rows[0];
  invariant(row !== undefined, 'a payment is assessed in one row');
  return row;
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
