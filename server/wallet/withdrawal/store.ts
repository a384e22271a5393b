import type { BankAccountId, CustomerId, PayoutFileId, QuoteId, WithdrawalId } from '#common/id';
import { type Currency, money } from '#common/money';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { CalendarName, MoneyPlace, Withdrawal, WithdrawalTariff } from './withdrawal.ts';

type TariffRow = {
  currency: Currency;
  version: number;
  fee_minor: bigint;
  amount_min_minor: bigint;
  factor_above_minor: bigint;
  cut_off: string;
  time_zone: string;
  calendar: CalendarName;
  arrives_after_days: number;
};

/** The tariff of every currency that is paid out, the newest version in force. */
export async function withdrawalTariffs(read: Reader, at: Temporal.Instant): Promise<WithdrawalTariff[]> {
  const { rows } = await sql<TariffRow>`
    select distinct on (currency) currency, version, fee_minor, amount_min_minor, factor_above_minor, cut_off, time_zone, calendar,
           arrives_after_days
      from wallet.withdrawal_tariff where valid_from <= ${at.toString()} order by currency, version desc`.execute(
    read,
  );
  return rows.map(({ currency, ...row }) => ({
    rule: `withdrawal/${currency}/v${row.version}`,
    fee: money(row.fee_minor, currency),
    amountMin: money(row.amount_min_minor, currency),
    factorAbove: money(row.factor_above_minor, currency),
    cutOff: row.cut_off,
    timeZone: row.time_zone,
    calendar: row.calendar,
    arrivesAfterDays: row.arrives_after_days,
  }));
}

type Row = {
  id: WithdrawalId;
  customer_id: CustomerId;
  quote_id: QuoteId;
  bank_account_id: BankAccountId;
  currency: Currency;
  amount_minor: bigint;
  fee_minor: bigint;
  usage_day: string;
  usage_minor: bigint;
  usage_currency: Currency;
  cut_off_at: Temporal.Instant;
  arrives_by: Temporal.Instant;
  file_id: PayoutFileId | null;
  in_review: boolean;
  money: MoneyPlace;
  asks: number;
  created_at: Temporal.Instant;
};
const COLUMNS = sql`w.id, w.customer_id, w.quote_id, w.bank_account_id, w.currency, w.amount_minor, w.fee_minor, w.usage_day::text, w.usage_minor,
  w.usage_currency, w.cut_off_at, w.arrives_by, w.file_id, w.in_review, w.money, w.asks, w.created_at`;

const withdrawalOf = (row: Row): Withdrawal => ({
  id: row.id,
  customer: row.customer_id,
  quote: row.quote_id,
  bankAccount: row.bank_account_id,
  amount: money(row.amount_minor, row.currency),
  fee: money(row.fee_minor, row.currency),
  usage: {
    customer: row.customer_id,
    capability: 'withdraw',
    day: Temporal.PlainDate.from(row.usage_day),
    counted: money(row.usage_minor, row.usage_currency),
  },
  cutOffAt: row.cut_off_at,
  arrivesBy: row.arrives_by,
  file: row.file_id,
  inReview: row.in_review,
  money: row.money,
  asks: row.asks,
  createdAt: row.created_at,
});

/** False if the id is taken, whoever took it. */
export async function insertWithdrawal(tx: Tx, it: Omit<Withdrawal, 'file' | 'asks'>): Promise<boolean> {
  const { usage } = it;
  const { numAffectedRows } = await sql`
    insert into wallet.withdrawal
      (id, customer_id, quote_id, bank_account_id, currency, amount_minor, fee_minor, usage_day, usage_minor, usage_currency, cut_off_at,
       arrives_by, in_review, money, created_at)
    values (${it.id}, ${it.customer}, ${it.quote}, ${it.bankAccount}, ${it.amount.currency}, ${it.amount.minor}, ${it.fee.minor},
       ${usage.day.toString()}, ${usage.counted.minor}, ${usage.counted.currency}, ${it.cutOffAt.toString()}, ${it.arrivesBy.toString()},
       ${it.inReview}, ${it.money}, ${it.createdAt.toString()})
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findWithdrawal(read: Reader, id: WithdrawalId): Promise<Withdrawal | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.withdrawal w where w.id = ${id}`.execute(
    read,
  );
  return rows[0] ? withdrawalOf(rows[0]) : null;
}

/** Those of these that are there, under the locks of their rows and in the order of their ids. */
export async function lockRows(tx: Tx, ids: readonly string[]): Promise<Withdrawal[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.withdrawal w where w.id = any(${ids}::text[]) order by w.id for update`.execute(
    tx,
  );
  return rows.map(withdrawalOf);
}

/** Whose these are. */
export async function ownersOf(read: Reader, ids: readonly string[]): Promise<CustomerId[]> {
  const { rows } = await sql<{ owner: CustomerId }>`
    select distinct customer_id as owner from wallet.withdrawal where id = any(${ids}::text[]) order by 1`.execute(
    read,
  );
  return rows.map(({ owner }) => owner);
}

/** Whether anything was ever paid to this account: what was only asked for, or came back, makes it known to nobody. */
export async function hasPaidTo(read: Reader, account: BankAccountId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.withdrawal where bank_account_id = ${account} and money = 'paid' limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

/** Somebody has looked at it: it goes with the file of this cut-off. */
export async function saveLookedAt(
  tx: Tx,
  { id, cutOffAt, arrivesBy }: Pick<Withdrawal, 'id' | 'cutOffAt' | 'arrivesBy'>,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.withdrawal set in_review = false, cut_off_at = ${cutOffAt.toString()}, arrives_by = ${arrivesBy.toString()}
     where id = ${id} and in_review`.execute(tx);
  invariant(numAffectedRows === 1n, `${id} was looked at once`);
}

/** Whose money is held now, for the picture of the balance. */
export async function heldWithdrawals(read: Reader, customer: CustomerId): Promise<Withdrawal[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.withdrawal w where w.customer_id = ${customer} and w.money = 'held' order by w.created_at`.execute(
    read,
  );
  return rows.map(withdrawalOf);
}

/** What waits for a file, or for somebody to look at it first, of these people. */
export async function waitingOf(read: Reader, customers: readonly CustomerId[]): Promise<WithdrawalId[]> {
  const { rows } = await sql<{ id: WithdrawalId }>`
    select id from wallet.withdrawal
     where customer_id = any(${customers}::text[]) and file_id is null and money = 'held' order by id`.execute(
    read,
  );
  return rows.map(({ id }) => id);
}

type Due = { readonly currency: Currency; readonly now: Temporal.Instant; readonly limit: number };
const isDue = ({ currency, now, limit }: Due) => sql`
     where currency = ${currency} and file_id is null and money = 'held' and not in_review and cut_off_at <= ${now.toString()}
     order by cut_off_at, id limit ${limit}`;

/** What is to go with the next file, the oldest first, as it stands now. */
export async function findDue(read: Reader, due: Due): Promise<WithdrawalId[]> {
  const { rows } = await sql<{ id: WithdrawalId }>`select id from wallet.withdrawal ${isDue(due)}`.execute(
    read,
  );
  return rows.map(({ id }) => id);
}

/** The same for good. Two that make files at once take different ones. */
export async function lockDue(tx: Tx, due: Due): Promise<WithdrawalId[]> {
  const { rows } = await sql<{ id: WithdrawalId }>`
    select id from wallet.withdrawal ${isDue(due)} for update skip locked`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function withdrawalsOfFile(read: Reader, file: PayoutFileId): Promise<Withdrawal[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.withdrawal w where w.file_id = ${file} order by w.id`.execute(read);
  return rows.map(withdrawalOf);
}

export async function putIntoFile(tx: Tx, ids: readonly WithdrawalId[], file: PayoutFileId): Promise<void> {
  await sql`update wallet.withdrawal set file_id = ${file} where id = any(${ids}::text[])`.execute(tx);
}

/** Says where the money is now; only from where it was said to be. */
export async function saveMoney(
  tx: Tx,
  id: WithdrawalId,
  { from, to, at }: { from: MoneyPlace; to: MoneyPlace; at: Temporal.Instant },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.withdrawal
       set money = ${to}, in_review = false, paid_at = case when ${to} = 'paid' then ${at.toString()}::timestamptz else paid_at end,
           ended_at = case when ${to} = 'back' then ${at.toString()}::timestamptz else ended_at end
     where id = ${id} and money = ${from}`.execute(tx);
  invariant(numAffectedRows === 1n, `the money of ${id} is ${from}`);
}

/** Days that are looked back on, and how many payouts at most. */
const HISTORY_DAYS = 90;
const HISTORY_MAX = 200;

/** The last payouts of a currency that arrived and stayed there. */
export async function lastArrived(
  read: Reader,
  currency: Currency,
  now: Temporal.Instant,
): Promise<{ cutOffAt: Temporal.Instant; paidAt: Temporal.Instant }[]> {
  const { rows } = await sql<{ cut_off_at: Temporal.Instant; paid_at: Temporal.Instant }>`
    select cut_off_at, paid_at from wallet.withdrawal
     where currency = ${currency} and money = 'paid' and paid_at > ${now.subtract({ hours: HISTORY_DAYS * 24 }).toString()}
     order by paid_at desc limit ${HISTORY_MAX}`.execute(read);
  return rows.map((row) => ({ cutOffAt: row.cut_off_at, paidAt: row.paid_at }));
}

export async function countAsk(tx: Tx, id: WithdrawalId): Promise<void> {
  await sql`update wallet.withdrawal set asks = asks + 1 where id = ${id}`.execute(tx);
}
