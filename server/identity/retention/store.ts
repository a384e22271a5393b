import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Retained, RetentionRule } from './retention.ts';

export async function retentionRules(read: Reader): Promise<RetentionRule[]> {
  const { rows } = await sql<RetentionRule>`
    select what, days, ground from identity.retention_rule order by days, what`.execute(read);
  return rows;
}

/** Former customers whose account was closed before then and of whom this is not erased yet. */
export async function dueForErasure(
  read: Reader,
  what: Retained,
  { closedBefore, limit }: { closedBefore: Temporal.Instant; limit: number },
): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer: CustomerId }>`
    select customer_id as customer from identity.closing c
     where state = 'closed' and ended_at < ${closedBefore.toString()}
       and not exists (select from identity.erasure e where e.customer_id = c.customer_id and e.what = ${what})
     order by ended_at limit ${limit}`.execute(read);
  return rows.map(({ customer }) => customer);
}

const UNPROVEN = sql`(p.email_verified_at is null or p.phone_verified_at is null)
  and not exists (select from identity.closing c where c.customer_id = p.customer_id)
  and not exists (select from identity.erasure e where e.customer_id = p.customer_id)`;

/** Accounts that were begun before then, of which mail or phone was never proven. */
export async function unprovenSince(
  read: Reader,
  { registeredBefore, limit }: { registeredBefore: Temporal.Instant; limit: number },
): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer: CustomerId }>`
    select p.customer_id as customer from identity.profile p join identity.customer k on k.id = p.customer_id
     where ${UNPROVEN} and k.created_at < ${registeredBefore.toString()} order by k.created_at limit ${limit}`.execute(
    read,
  );
  return rows.map(({ customer }) => customer);
}

export async function isUnproven(read: Reader, customer: CustomerId): Promise<boolean> {
  const { rows } = await sql`
    select from identity.profile p where p.customer_id = ${customer} and ${UNPROVEN}`.execute(read);
  return rows.length === 1;
}

/** False if another process erased it meanwhile. */
export async function insertErasure(
  tx: Tx,
  customer: CustomerId,
  { what, at }: { what: Retained; at: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into identity.erasure (customer_id, what, erased_at) values (${customer}, ${what}, ${at.toString()})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** A name and addresses that are nobody's, in the place of those that were. The row stays: others refer to it. */
export async function pseudonymise(
  tx: Tx,
  customer: CustomerId,
  stand: { name: string; email: string; phone: string },
): Promise<void> {
  const { name, email, phone } = stand;
  await sql`
    update identity.profile set name = ${name}, email = ${email}, email_key = ${email}, phone = ${phone}
     where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.former_contact where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.handle_claim where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.contact_proof where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.message_request where customer_id = ${customer}`.execute(tx);
}

/** Who was where, when, with which device. */
export async function eraseSecurityEvents(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.security_event where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.session where customer_id = ${customer}`.execute(tx);
}

export async function eraseRecord(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.closure_record where customer_id = ${customer}`.execute(tx);
}
