import type { BankTopUpState } from '#common/api/entry-kinds';
import type { SuspenseWhy } from '#common/bank-money';
import type { BankTopUpId, CustomerId } from '#common/id';
import { type Currency, money } from '#common/money';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { CalendarName } from '../withdrawal/withdrawal.ts';
import type { BankTopUp, BankTopUpTariff, Owner, TopUpRail } from './bank-top-up.ts';

type TariffRow = {
  currency: Currency;
  version: number;
  fee_minor: bigint;
  amount_min_minor: bigint;
  cut_off: string;
  time_zone: string;
  calendar: CalendarName;
  arrives_after_days: number;
  send_back_after_days: number;
};

/** The tariff of every currency, the newest version in force. */
export async function bankTopUpTariffs(read: Reader, at: Temporal.Instant): Promise<BankTopUpTariff[]> {
  const { rows } = await sql<TariffRow>`
    select distinct on (currency) currency, version, fee_minor, amount_min_minor, cut_off, time_zone, calendar, arrives_after_days,
           send_back_after_days
      from wallet.bank_top_up_tariff where valid_from <= ${at.toString()} order by currency, version desc`.execute(
    read,
  );
  return rows.map(({ currency, ...row }) => ({
    rule: `bank_top_up/${currency}/v${row.version}`,
    fee: money(row.fee_minor, currency),
    amountMin: money(row.amount_min_minor, currency),
    cutOff: row.cut_off,
    timeZone: row.time_zone,
    calendar: row.calendar,
    arrivesAfterDays: row.arrives_after_days,
    sendBackAfterDays: row.send_back_after_days,
  }));
}

/** False if this person has one of this currency, or somebody has this one: read it, or try another. */
export async function insertReference(
  tx: Tx,
  { reference, customer, currency }: Owner,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.bank_reference (reference, customer_id, currency, created_at)
    values (${reference}, ${customer}, ${currency}, ${at.toString()}) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function referenceOf(
  read: Reader,
  customer: CustomerId,
  currency: Currency,
): Promise<string | null> {
  const { rows } = await sql<{ reference: string }>`
    select reference from wallet.bank_reference where customer_id = ${customer} and currency = ${currency}`.execute(
    read,
  );
  return rows[0]?.reference ?? null;
}

export async function referencesOf(
  read: Reader,
  customer: CustomerId,
): Promise<(Owner & { at: Temporal.Instant })[]> {
  const { rows } = await sql<Owner & { at: Temporal.Instant }>`
    select reference, customer_id as customer, currency, created_at as at from wallet.bank_reference
     where customer_id = ${customer} order by currency`.execute(read);
  return rows;
}

/** Those of these references that are somebody's. */
export async function ownersOf(read: Reader, references: readonly string[]): Promise<Owner[]> {
  if (references.length === 0) return [];
  const { rows } = await sql<Owner>`
    select reference, customer_id as customer, currency from wallet.bank_reference where reference = any(${references}::text[])`.execute(
    read,
  );
  return rows;
}

export type BookingKey = Pick<BankTopUp, 'booking' | 'part'> & { readonly currency: Currency };

/**
 * Which of these bookings are written down, by their numbers in the list: the same place of it, or any of it by another report. Whichever
 * report tells a booking first decides into which payments it falls; notification and statement may tell it differently.
 */
export async function knownBookings(
  tx: Tx,
  report: bigint,
  bookings: readonly BookingKey[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ n: number }>`
    select b.n::int as n
      from unnest(${bookings.map(({ currency }) => currency)}::text[], ${bookings.map(({ booking }) => booking)}::text[],
                  ${bookings.map(({ part }) => part)}::integer[]) with ordinality b (currency, booking, part, n)
     where exists (
       select 1 from wallet.bank_top_up t
        where t.rail = 'rail:bank' and t.currency = b.currency and t.booking = b.booking and (t.part = b.part or t.report_number <> ${report}))`.execute(
    tx,
  );
  return new Set(rows.map(({ n }) => n - 1));
}

const toldBy = ({ rail, report }: BankTopUp, by: TopUpRail): bigint | null => (rail === by ? report : null);

/** All or none: what is known was left away before, under the lock of its report. */
export async function insertTopUps(tx: Tx, all: readonly BankTopUp[]): Promise<void> {
  const text = (of: (it: BankTopUp) => string | null): (string | null)[] => all.map(of);
  const { numAffectedRows } = await sql`
    insert into wallet.bank_top_up
      (id, rail, currency, booking, part, report_number, message_number, amount_minor, sent_minor, sent_currency, booked_on, box, payer_country, payer_last4, reference,
       customer_id, state, why, fee_minor, tariff, goes_back_at, taken_at, settled_at)
    select * from unnest(
      ${text(({ id }) => id)}::text[], ${text(({ rail }) => rail)}::text[], ${text(({ amount }) => amount.currency)}::text[], ${text(({ booking }) => booking)}::text[],
      ${all.map(({ part }) => part)}::integer[], ${all.map((it) => toldBy(it, 'rail:bank'))}::bigint[],
      ${all.map((it) => toldBy(it, 'rail:correspondent'))}::bigint[],
      ${all.map(({ amount }) => amount.minor)}::bigint[], ${all.map(({ sent }) => sent?.minor ?? null)}::bigint[],
      ${text(({ sent }) => sent?.currency ?? null)}::text[], ${text(({ bookedOn }) => bookedOn.toString())}::date[],
      ${text(({ box }) => box)}::text[], ${text(({ payerCountry }) => payerCountry)}::text[],
      ${text(({ payerLast4 }) => payerLast4)}::text[], ${text(({ reference }) => reference)}::text[],
      ${text(({ customer }) => customer)}::text[], ${text(({ state }) => state)}::text[], ${text(({ why }) => why)}::text[],
      ${all.map(({ fee }) => fee.minor)}::bigint[], ${text(({ tariff }) => tariff)}::text[],
      ${text(({ goesBackAt }) => goesBackAt?.toString() ?? null)}::timestamptz[],
      ${text(({ takenAt }) => takenAt.toString())}::timestamptz[], ${text(({ settledAt }) => settledAt?.toString() ?? null)}::timestamptz[])`.execute(
    tx,
  );
  invariant(numAffectedRows === BigInt(all.length), 'each of them is new');
}

type Row = {
  id: BankTopUpId;
  currency: Currency;
  booking: string;
  part: number;
  rail: TopUpRail;
  told_by: bigint;
  amount_minor: bigint;
  sent_minor: bigint | null;
  sent_currency: Currency | null;
  booked_on: string;
  box: string | null;
  payer_country: string | null;
  payer_last4: string | null;
  reference: string | null;
  customer_id: CustomerId | null;
  state: BankTopUpState;
  why: SuspenseWhy | null;
  fee_minor: bigint;
  tariff: string | null;
  goes_back_at: Temporal.Instant | null;
  taken_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
};
const COLUMNS = sql`t.id, t.currency, t.booking, t.part, t.rail, coalesce(t.report_number, t.message_number) as told_by, t.amount_minor, t.sent_minor, t.sent_currency, t.booked_on::text, t.box,
  t.payer_country, t.payer_last4, t.reference, t.customer_id, t.state, t.why, t.fee_minor, t.tariff, t.goes_back_at, t.taken_at, t.settled_at`;

const topUpOf = (row: Row): BankTopUp => ({
  id: row.id,
  booking: row.booking,
  part: row.part,
  rail: row.rail,
  report: row.told_by,
  amount: money(row.amount_minor, row.currency),
  sent:
    row.sent_minor === null || row.sent_currency === null ? null : money(row.sent_minor, row.sent_currency),
  bookedOn: Temporal.PlainDate.from(row.booked_on),
  box: row.box,
  payerCountry: row.payer_country,
  payerLast4: row.payer_last4,
  reference: row.reference,
  customer: row.customer_id,
  state: row.state,
  why: row.why,
  fee: money(row.fee_minor, row.currency),
  tariff: row.tariff,
  goesBackAt: row.goes_back_at,
  takenAt: row.taken_at,
  settledAt: row.settled_at,
});

export async function findTopUp(read: Reader, id: BankTopUpId): Promise<BankTopUp | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.bank_top_up t where t.id = ${id}`.execute(
    read,
  );
  return rows[0] ? topUpOf(rows[0]) : null;
}

export async function lockTopUp(tx: Tx, id: BankTopUpId): Promise<BankTopUp | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_top_up t where t.id = ${id} for update`.execute(tx);
  return rows[0] ? topUpOf(rows[0]) : null;
}

/** What waits for people or for its time, the oldest first. */
export async function putAside(read: Reader, limit: number): Promise<BankTopUp[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_top_up t where t.state = 'put_aside' order by t.taken_at, t.id limit ${limit}`.execute(
    read,
  );
  return rows.map(topUpOf);
}

/** What is on its way back, the oldest first. */
export async function goingBack(read: Reader, limit: number): Promise<BankTopUp[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_top_up t where t.state = 'sending_back' order by t.taken_at, t.id limit ${limit}`.execute(
    read,
  );
  return rows.map(topUpOf);
}

/** What nobody has claimed in its time, the oldest first. */
export async function dueToGoBack(
  read: Reader,
  now: Temporal.Instant,
  limit: number,
): Promise<BankTopUpId[]> {
  const { rows } = await sql<{ id: BankTopUpId }>`
    select id from wallet.bank_top_up where state = 'put_aside' and goes_back_at <= ${now.toString()}
     order by goes_back_at, id limit ${limit}`.execute(read);
  return rows.map(({ id }) => id);
}

/** Whether the correspondent's booking is written down. */
export async function isReturnKnown(
  tx: Tx,
  { booking, currency }: Omit<BookingKey, 'part'>,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.bank_top_up
     where rail = 'rail:correspondent' and currency = ${currency} and booking = ${booking} and part = 0`.execute(
    tx,
  );
  return rows.length > 0;
}

export async function topUpsOf(read: Reader, customer: CustomerId, limit: number): Promise<BankTopUp[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_top_up t where t.customer_id = ${customer} order by t.taken_at, t.id limit ${limit}`.execute(
    read,
  );
  return rows.map(topUpOf);
}

export type Change = Pick<
  BankTopUp,
  'customer' | 'state' | 'why' | 'fee' | 'tariff' | 'goesBackAt' | 'settledAt'
>;

/** Under its row's lock. */
export async function saveTopUp(tx: Tx, id: BankTopUpId, it: Change): Promise<void> {
  await sql`
    update wallet.bank_top_up
       set customer_id = ${it.customer}, state = ${it.state}, why = ${it.why}, fee_minor = ${it.fee.minor}, tariff = ${it.tariff},
           goes_back_at = ${it.goesBackAt?.toString() ?? null}, settled_at = ${it.settledAt?.toString() ?? null}
     where id = ${id}`.execute(tx);
}

export async function lockOlderBoxes(
  tx: Tx,
  newest: string,
  limit: number,
): Promise<{ id: BankTopUpId; box: string }[]> {
  const { rows } = await sql<{ id: BankTopUpId; box: string }>`
    select id, box from wallet.bank_top_up where box is not null and not starts_with(box, ${newest})
     order by id limit ${limit} for update`.execute(tx);
  return rows;
}

export async function saveBox(tx: Tx, id: BankTopUpId, box: string): Promise<void> {
  await sql`update wallet.bank_top_up set box = ${box} where id = ${id}`.execute(tx);
}

/** Payers and texts of what went back so long ago that nobody asks about it any more. */
export async function erasePayersOfNobody(read: Reader, before: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.bank_top_up set box = null where state = 'sent_back' and box is not null and taken_at < ${before.toString()}`.execute(
    read,
  );
}

/** Payers and texts of somebody whose account was closed long ago; sums and days stay. */
export async function erasePayers(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`update wallet.bank_top_up set box = null where customer_id = ${customer} and state = 'settled'`.execute(
    tx,
  );
}
