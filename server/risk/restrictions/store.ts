import type { CustomerId, ProposalId, RestrictionId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Lifter, Restriction } from './restriction.ts';

const COLUMNS = sql`r.id, r.customer_id as customer, r.kind, r.reason, r.disclosure, r.note, r.imposed_by as "imposedBy", r.since,
  r.due_at as "dueAt", r.escalated_at as "escalatedAt", r.lifted_at as "liftedAt", r.lifted_by as "liftedBy",
  array(select b.capability from risk.restriction b where b.restriction_id = r.id order by b.id) as blocked`;

/** With the capabilities that it blocks. False if the same cause stands, or the link was used. */
export async function insertRestriction(
  tx: Tx,
  restriction: Restriction,
  linkHash: Uint8Array | null,
): Promise<boolean> {
  const { id, customer, kind, reason, disclosure, note, imposedBy, since, dueAt, blocked } = restriction;
  const { numAffectedRows } = await sql`
    insert into risk.account_restriction (id, customer_id, kind, reason, disclosure, note, imposed_by, link_hash, since, due_at)
    values (${id}, ${customer}, ${kind}, ${reason}, ${disclosure}, ${note}, ${imposedBy}, ${linkHash}, ${since.toString()},
            ${dueAt?.toString() ?? null})
    on conflict do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`
    insert into risk.restriction (customer_id, capability, since, restriction_id)
    select ${customer}, b.capability, ${since.toString()}, ${id} from unnest(${blocked}::text[]) b (capability)`.execute(
    tx,
  );
  return true;
}

type Lifting = { by: Lifter; proposal: ProposalId | null; at: Temporal.Instant };

/** False if it was lifted before. */
export async function endRestriction(
  tx: Tx,
  id: RestrictionId,
  { by, proposal, at }: Lifting,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update risk.account_restriction set lifted_at = ${at.toString()}, lifted_by = ${by}, lift_proposal_id = ${proposal}
     where id = ${id} and lifted_at is null`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`update risk.restriction set lifted_at = ${at.toString()} where restriction_id = ${id}`.execute(
    tx,
  );
  return true;
}

export async function findRestriction(read: Reader, id: RestrictionId): Promise<Restriction | null> {
  const { rows } =
    await sql<Restriction>`select ${COLUMNS} from risk.account_restriction r where r.id = ${id}`.execute(
      read,
    );
  return rows[0] ?? null;
}

/** What stands against a customer now, the oldest first. */
export async function restrictionsInForce(read: Reader, customer: CustomerId): Promise<Restriction[]> {
  const { rows } = await sql<Restriction>`
    select ${COLUMNS} from risk.account_restriction r
     where r.customer_id = ${customer} and r.lifted_at is null order by r.since, r.id`.execute(read);
  return rows;
}

/** All that ever stood against a customer, the newest first. */
export async function restrictionsEver(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<Restriction[]> {
  const { rows } = await sql<Restriction>`
    select ${COLUMNS} from risk.account_restriction r
     where r.customer_id = ${customer} order by r.since desc, r.id desc limit ${limit}`.execute(read);
  return rows;
}

/** What waits for our decision, what is due first standing first; then what waits for its owner. */
export async function restrictionsByDue(read: Reader, limit: number): Promise<Restriction[]> {
  const { rows } = await sql<Restriction>`
    select ${COLUMNS} from risk.account_restriction r
     where r.lifted_at is null and r.kind not in ('closing', 'closed') order by r.due_at nulls last, r.id limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function isLinkUsed(read: Reader, linkHash: Uint8Array): Promise<boolean> {
  const { rows } = await sql`select 1 from risk.account_restriction where link_hash = ${linkHash}`.execute(
    read,
  );
  return rows.length > 0;
}

/** Notes that a promise was missed and gives it a new time. False if it is lifted, or not due. */
export async function escalate(
  tx: Tx,
  id: RestrictionId,
  { now, dueAt }: { now: Temporal.Instant; dueAt: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update risk.account_restriction set escalated_at = coalesce(escalated_at, ${now.toString()}), due_at = ${dueAt.toString()}
     where id = ${id} and lifted_at is null and due_at <= ${now.toString()}`.execute(tx);
  return numAffectedRows === 1n;
}

/** By when we owe a decision about those of these for which we owe one. */
export async function restrictionDueTimes(
  read: Reader,
  ids: readonly RestrictionId[],
): Promise<ReadonlyMap<RestrictionId, Temporal.Instant>> {
  const { rows } = await sql<{ id: RestrictionId; dueAt: Temporal.Instant }>`
    select id, due_at as "dueAt" from risk.account_restriction
     where id = any(${[...new Set(ids)]}::text[]) and lifted_at is null and due_at is not null`.execute(read);
  return new Map(rows.map(({ id, dueAt }) => [id, dueAt]));
}

/** It stands until further notice. */
export async function endReview(tx: Tx, id: RestrictionId): Promise<void> {
  await sql`update risk.account_restriction set due_at = null where id = ${id}`.execute(tx);
}
