import type { CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { LookDesk } from './look.ts';

/** Writes a look at each of these people who was not looked at by this colleague from this desk since `since`. */
export async function insertLooks(
  read: Reader,
  look: { staff: StaffId; customers: readonly CustomerId[]; desk: LookDesk; reason: string },
  { at, since }: { at: Temporal.Instant; since: Temporal.Instant },
): Promise<void> {
  const { staff, customers, desk, reason } = look;
  await sql`
    insert into risk.staff_look (staff_id, customer_id, desk, reason, at)
    select ${staff}, c.id, ${desk}, ${reason}, ${at.toString()} from unnest(${[...new Set(customers)]}::text[]) as c (id)
     where not exists (select from risk.staff_look l
                        where l.staff_id = ${staff} and l.customer_id = c.id and l.desk = ${desk} and l.reason = ${reason}
                          and l.at > ${since.toString()})`.execute(read);
}

/**
 * When somebody for risk looked at a customer, the newest first. Looks while a restriction stood that must not be told are left out: who
 * sees that he is looked at would guess it.
 */
export async function tellableLooksAt(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<Temporal.Instant[]> {
  const { rows } = await sql<{ at: Temporal.Instant }>`
    select l.at from risk.staff_look l
     where l.customer_id = ${customer}
       and not exists (select from risk.account_restriction r
                        where r.customer_id = l.customer_id and r.disclosure = 'none' and l.at >= r.since
                          and (r.lifted_at is null or l.at <= r.lifted_at))
     order by l.at desc, l.id desc limit ${limit}`.execute(read);
  return rows.map(({ at }) => at);
}
