import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Capability, Cooling } from './capability.ts';

export async function restrictedCapabilities(read: Reader, customer: CustomerId): Promise<Capability[]> {
  const { rows } = await sql<{ capability: Capability }>`
    select capability from risk.restriction where customer_id = ${customer} and lifted_at is null`.execute(
    read,
  );
  return rows.map((row) => row.capability);
}

export type Restricted = { readonly customer: CustomerId; readonly capability: Capability };

/** Those of these customers whom something is forbidden, and what, as JSON for a question that asks for more: `Restricted[]`. */
export const restrictionsText = (customers: readonly CustomerId[]) =>
  sql`select json_agg(json_build_object('customer', customer_id, 'capability', capability)) from risk.restriction
       where customer_id = any(${customers}::text[]) and lifted_at is null`;

export async function insertRestriction(
  tx: Tx,
  customer: CustomerId,
  capability: Capability,
  reasonInternal: string,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into risk.restriction (customer_id, capability, reason_internal, since)
    values (${customer}, ${capability}, ${reasonInternal}, ${at.toString()})
    on conflict (customer_id, capability) where lifted_at is null do nothing`.execute(tx);
}

export async function endRestriction(
  tx: Tx,
  customer: CustomerId,
  capability: Capability,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update risk.restriction set lifted_at = ${at.toString()}
     where customer_id = ${customer} and capability = ${capability} and lifted_at is null`.execute(tx);
}

export async function insertCooling(
  tx: Tx,
  customer: CustomerId,
  { capability, reason, since, until }: Cooling,
): Promise<void> {
  await sql`
    insert into risk.cooling (customer_id, capability, reason, since, until)
    values (${customer}, ${capability}, ${reason}, ${since.toString()}, ${until.toString()})`.execute(tx);
}

export async function findCooling(
  read: Reader,
  customer: CustomerId,
  now: Temporal.Instant,
): Promise<Cooling | null> {
  const { rows } = await sql<Cooling>`
    select capability, reason, since, until from risk.cooling
     where customer_id = ${customer} and until > ${now.toString()} order by until desc limit 1`.execute(read);
  return rows[0] ?? null;
}
