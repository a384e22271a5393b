import type { PetitionItem } from '#common/api/petition';
import type { AnswerFileId, CaseId, CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type AnswerFile = {
  readonly id: AnswerFileId;
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly item: PetitionItem;
  readonly attempt: number;
  readonly pages: number;
  readonly wrappedKey: string;
};
const KEPT = sql`
  select f.id, f.case_id as "caseId", p.customer_id as customer, f.item, f.attempt, f.pages, f.wrapped_key as "wrappedKey"
    from risk.petition_file f join risk.petition p on p.case_id = f.case_id
   where f.wrapped_key is not null`;

export async function insertFile(
  tx: Tx,
  { id, caseId, item, attempt, pages, wrappedKey }: Omit<AnswerFile, 'customer'>,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into risk.petition_file (id, case_id, item, attempt, pages, wrapped_key, created_at)
    values (${id}, ${caseId}, ${item}, ${attempt}, ${pages}, ${wrappedKey}, ${now.toString()})`.execute(tx);
}

/** A file that was not deleted. */
export async function findFile(read: Reader, id: AnswerFileId): Promise<AnswerFile | null> {
  const { rows } = await sql<AnswerFile>`${KEPT} and f.id = ${id}`.execute(read);
  return rows[0] ?? null;
}

/** Of one decision, of every try, in the order in which they came. */
export async function filesOf(read: Reader, caseId: CaseId): Promise<AnswerFile[]> {
  const { rows } = await sql<AnswerFile>`${KEPT} and f.case_id = ${caseId} order by f.id`.execute(read);
  return rows;
}

/** Of all decisions about a customer, given or not. */
export async function filesEver(read: Reader, customer: CustomerId): Promise<AnswerFile[]> {
  const { rows } = await sql<AnswerFile>`${KEPT} and p.customer_id = ${customer} order by f.id`.execute(read);
  return rows;
}

/** Throws its key away: from now on nobody opens it, nor a copy of it that somebody kept. */
export async function deleteFile(tx: Tx, id: AnswerFileId, now: Temporal.Instant): Promise<void> {
  await sql`update risk.petition_file set wrapped_key = null, deleted_at = ${now.toString()} where id = ${id}`.execute(
    tx,
  );
}

/** Files whose key is wrapped by another key than this, in steps. */
export async function filesNotWrappedBy(read: Reader, keyMark: string, limit: number): Promise<AnswerFile[]> {
  const { rows } = await sql<AnswerFile>`
    ${KEPT} and not starts_with(f.wrapped_key, ${keyMark}) order by f.id limit ${limit}`.execute(read);
  return rows;
}

export async function rewrapFile(
  tx: Tx,
  id: AnswerFileId,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await sql`update risk.petition_file set wrapped_key = ${to} where id = ${id} and wrapped_key = ${from}`.execute(
    tx,
  );
}

/** Names of files that have a row with a key, out of these. */
export async function knownFiles(read: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from risk.petition_file where id = any(${ids}::text[]) and wrapped_key is not null`.execute(
    read,
  );
  return new Set(rows.map(({ id }) => id));
}

type Look = { readonly caseId: CaseId; readonly staff: StaffId; readonly file: AnswerFileId | null };

export async function insertLook(
  read: Reader,
  { caseId, staff, file }: Look,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into risk.petition_look (case_id, staff_id, file_id, at)
    values (${caseId}, ${staff}, ${file}, ${at.toString()})`.execute(read);
}

/** Whether this member of staff has opened what was written since the last of it came. */
export async function hasRead(read: Reader, caseId: CaseId, staff: StaffId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from risk.petition_look l join risk.petition p on p.case_id = l.case_id
     where l.case_id = ${caseId} and l.staff_id = ${staff} and l.file_id is null
       and l.at >= coalesce((select max(a.given_at) from risk.petition_answer a where a.case_id = p.case_id), p.opened_at)
     limit 1`.execute(read);
  return rows.length > 0;
}

/** Files of the last try at each item that this member of staff has not opened. */
export async function unopenedFiles(
  read: Reader,
  caseId: CaseId,
  staff: StaffId,
): Promise<{ id: AnswerFileId; item: PetitionItem }[]> {
  const { rows } = await sql<{ id: AnswerFileId; item: PetitionItem }>`
    select f.id, f.item from risk.petition_file f
     where f.case_id = ${caseId} and f.wrapped_key is not null
       and f.attempt = (select max(a.attempt) from risk.petition_answer a where a.case_id = f.case_id and a.item = f.item)
       and not exists (select from risk.petition_look l
                        where l.case_id = f.case_id and l.staff_id = ${staff} and l.file_id = f.id)`.execute(
    read,
  );
  return rows;
}
