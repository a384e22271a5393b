import type { RestrictionReason } from '#common/api/restriction';
import type { BankAccountId, BeneficiaryId, CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Capability, Cooling, CoolingCause } from './capability.ts';
import type { RestrictionKind } from './matrix.ts';

export async function restrictedCapabilities(read: Reader, customer: CustomerId): Promise<Capability[]> {
  const { rows } = await sql<{ capability: Capability }>`
    select distinct capability from risk.restriction where customer_id = ${customer} and lifted_at is null`.execute(
    read,
  );
  return rows.map((row) => row.capability);
}

export type Restricted = { readonly customer: CustomerId; readonly capability: Capability };

/** The kinds of what stands against one capability now. */
export async function kindsBlocking(
  read: Reader,
  customer: CustomerId,
  { capability, lets }: { capability: Capability; lets: RestrictionReason | null },
): Promise<RestrictionKind[]> {
  const { rows } = await sql<{ kind: RestrictionKind }>`
    select a.kind from risk.restriction r join risk.account_restriction a on a.id = r.restriction_id
     where r.customer_id = ${customer} and r.capability = ${capability} and r.lifted_at is null
       and (a.reason is distinct from ${lets}::text or not starts_with(a.imposed_by, 'rule:'))`.execute(read);
  return rows.map(({ kind }) => kind);
}

export async function insertCooling(
  tx: Tx,
  customer: CustomerId,
  { cause, since, until }: { cause: CoolingCause; since: Temporal.Instant; until: Temporal.Instant },
): Promise<void> {
  const subject = 'subject' in cause ? cause.subject : null;
  await sql`
    insert into risk.cooling (customer_id, capability, reason, subject, since, until)
    values (${customer}, 'withdraw', ${cause.reason}, ${subject}, ${since.toString()}, ${until.toString()})`.execute(
    tx,
  );
}

export async function findDetailsCooling(
  read: Reader,
  customer: CustomerId,
  now: Temporal.Instant,
): Promise<Map<BankAccountId | BeneficiaryId, Temporal.Instant>> {
  const { rows } = await sql<{ subject: BankAccountId | BeneficiaryId; until: Temporal.Instant }>`
    select subject, until from risk.cooling
     where customer_id = ${customer} and subject is not null and until > ${now.toString()}`.execute(read);
  return new Map(rows.map(({ subject, until }) => [subject, until]));
}

export async function findCooling(
  read: Reader,
  customer: CustomerId,
  now: Temporal.Instant,
): Promise<Cooling | null> {
  const { rows } = await sql<Cooling>`
    select capability, reason, since, until from risk.cooling
     where customer_id = ${customer} and subject is null and until > ${now.toString()} order by until desc limit 1`.execute(
    read,
  );
  return rows[0] ?? null;
}
