import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Capability } from '../capabilities/capability.ts';
import type { FailureRule, Failing } from './note-failure.ts';

/** Failures of one customer are counted one after the other, until the transaction ends. */
export async function lockFailures(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('risk.failure ' || ${customer}, 0))`.execute(tx);
}

export async function insertFailure(
  tx: Tx,
  customer: CustomerId,
  what: Failing,
  at: Temporal.Instant,
): Promise<void> {
  await sql`insert into risk.failure (customer_id, what, at) values (${customer}, ${what}, ${at.toString()})`.execute(
    tx,
  );
}

/** The newest that holds; null where the operator has none. */
export async function failureRule(
  read: Reader,
  what: Failing,
  at: Temporal.Instant,
): Promise<FailureRule | null> {
  const { rows } = await sql<{ failures: number; windowHours: number; blocks: Capability[] }>`
    select failures, window_hours as "windowHours", blocks from risk.failure_rule
     where what = ${what} and valid_from <= ${at.toString()} order by version desc limit 1`.execute(read);
  return rows[0] ?? null;
}

/** How many there were since then, and since the last limitation for them was lifted: who was let go begins anew. */
export async function failuresSince(
  read: Reader,
  customer: CustomerId,
  what: Failing,
  since: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from risk.failure
     where customer_id = ${customer} and what = ${what} and at > ${since.toString()}
       and at > coalesce((select max(lifted_at) from risk.account_restriction
                           where customer_id = ${customer} and reason = 'too_many_failures'), '-infinity')`.execute(
    read,
  );
  return rows[0]?.count ?? 0;
}

/** Those that no rule looks back to. */
export async function deleteOldFailures(tx: Tx, now: Temporal.Instant): Promise<void> {
  await sql`
    delete from risk.failure
     where at < ${now.toString()}::timestamptz
              - make_interval(hours => (select coalesce(max(window_hours), 0) from risk.failure_rule))`.execute(
    tx,
  );
}
