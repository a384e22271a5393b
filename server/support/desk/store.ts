import type { CaseId, CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { sql, type Reader } from '#platform/db';

/** One look of a staff member at what belongs to a customer. */
export type Look = {
  readonly staff: { readonly id: StaffId; readonly name: string };
  readonly customer: CustomerId;
  readonly caseId: CaseId;
  readonly what: 'case' | 'conversation' | 'document';
};

export async function insertLook(
  read: Reader,
  { staff, customer, caseId, what }: Look,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into support.access_log (staff_id, staff_name, customer_id, case_id, what, at)
    values (${staff.id}, ${staff.name}, ${customer}, ${caseId}, ${what}, ${at.toString()})`.execute(read);
}

export type LoggedLook = {
  readonly staffId: StaffId;
  readonly staffName: string;
  readonly caseId: CaseId;
  readonly what: Look['what'];
  readonly at: Temporal.Instant;
};

/** Who looked at this customer, newest first. */
export async function looksAt(read: Reader, customer: CustomerId, limit: number): Promise<LoggedLook[]> {
  const { rows } = await sql<{
    staff_id: StaffId;
    staff_name: string;
    case_id: CaseId;
    what: Look['what'];
    at: Temporal.Instant;
  }>`
    select staff_id, staff_name, case_id, what, at from support.access_log
     where customer_id = ${customer} order by at desc, id desc limit ${limit}`.execute(read);
  return rows.map(({ staff_id: staffId, staff_name: staffName, case_id: caseId, what, at }) => ({
    staffId,
    staffName,
    caseId,
    what,
    at,
  }));
}
