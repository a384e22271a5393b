import type { ClosureRecord } from '#common/api/closing';
import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Closing, ClosingId } from './closing.ts';

const COLUMNS = sql`id, customer_id as customer, state, restriction_id as restriction, requested_at as "requestedAt",
  closes_at as "closesAt", waits_since as "waitsSince"`;

/** False if one stands already. */
export async function insertClosing(tx: Tx, closing: Closing): Promise<boolean> {
  const { id, customer, restriction, requestedAt, closesAt } = closing;
  const { numAffectedRows } = await sql`
    insert into identity.closing (id, customer_id, state, restriction_id, requested_at, closes_at)
    values (${id}, ${customer}, 'closing', ${restriction}, ${requestedAt.toString()}, ${closesAt.toString()})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** What was asked for and not taken back. */
export async function findOpenClosing(read: Reader, customer: CustomerId): Promise<Closing | null> {
  const { rows } = await sql<Closing>`
    select ${COLUMNS} from identity.closing where customer_id = ${customer} and state = 'closing'`.execute(
    read,
  );
  return rows[0] ?? null;
}

/** The same by its number, held until the transaction ends. */
export async function lockClosing(tx: Tx, id: ClosingId): Promise<Closing | null> {
  const { rows } = await sql<Closing>`
    select ${COLUMNS} from identity.closing where id = ${id} and state = 'closing' for update`.execute(tx);
  return rows[0] ?? null;
}

/** All that was ever asked for, the newest first. */
export async function closingsOf(read: Reader, customer: CustomerId): Promise<Closing[]> {
  const { rows } = await sql<Closing>`
    select ${COLUMNS} from identity.closing where customer_id = ${customer} order by requested_at desc`.execute(
    read,
  );
  return rows;
}

/** False if it had ended before. */
export async function endClosing(
  tx: Tx,
  id: ClosingId,
  { state, at }: { state: 'kept' | 'closed'; at: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update identity.closing set state = ${state}, ended_at = ${at.toString()}
     where id = ${id} and state = 'closing'`.execute(tx);
  return numAffectedRows === 1n;
}

export async function saveWaiting(tx: Tx, id: ClosingId, since: Temporal.Instant): Promise<void> {
  await sql`update identity.closing set waits_since = ${since.toString()} where id = ${id}`.execute(tx);
}

export async function coolingDaysAt(read: Reader, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select cooling_days as days from identity.closing_rule
     where valid_from <= ${now.toString()} order by version desc limit 1`.execute(read);
  invariant(rows[0] !== undefined, 'there is a rule of closing');
  return rows[0].days;
}

/** What can be given up at most, by currency. */
export async function remainderRules(read: Reader): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql<{ currency: string; up_to_minor: bigint }>`
    select currency, up_to_minor from identity.remainder_rule`.execute(read);
  return new Map(rows.map(({ currency, up_to_minor }) => [currency, up_to_minor]));
}

/** Takes away what opens the account, and lets go of its addresses: their owner may open another one with them. */
export async function forgetAccess(tx: Tx, customer: CustomerId, now: Temporal.Instant): Promise<void> {
  await sql`delete from identity.password where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.payment_password where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.authenticator where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.authenticator_offer where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.sms_factor where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.recovery_code where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.passkey where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.device where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.avatar where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.phrase where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.security_answer where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.contact_proof where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.contact_change where customer_id = ${customer}`.execute(tx);
  await sql`update identity.handle_claim set released_at = ${now.toString()}
             where customer_id = ${customer} and released_at is null`.execute(tx);
  await sql`
    update identity.profile set email_verified_at = null, phone_verified_at = null, handle = null,
           findable_by_email = false, findable_by_phone = false, findable_by_handle = false
     where customer_id = ${customer}`.execute(tx);
}

export async function insertRecord(
  tx: Tx,
  { customer, record, closedAt }: { customer: CustomerId; record: ClosureRecord; closedAt: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into identity.closure_record (closing_id, customer_id, record, closed_at)
    values (${record.id}, ${customer}, ${JSON.stringify(record)}::jsonb, ${closedAt.toString()})`.execute(tx);
}

/** Who closed an account with this address, the newest; null for nobody, and when it was erased meanwhile. */
export async function findFormerCustomer(read: Reader, emailKey: string): Promise<CustomerId | null> {
  const { rows } = await sql<{ customer: CustomerId }>`
    select r.customer_id as customer from identity.closure_record r join identity.profile p on p.customer_id = r.customer_id
     where p.email_key = ${emailKey} order by r.closed_at desc limit 1`.execute(read);
  return rows[0]?.customer ?? null;
}

export async function recordOf(read: Reader, customer: CustomerId): Promise<ClosureRecord | null> {
  const { rows } = await sql<{ record: ClosureRecord }>`
    select record from identity.closure_record where customer_id = ${customer}`.execute(read);
  return rows[0]?.record ?? null;
}
