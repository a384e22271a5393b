import type { CheckMethod, Lost } from '#common/api/access-help';
import type { CaseId, CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { ContactKind, Written } from '../contact/contact.ts';

/** Who gave this address up a short while ago. */
export async function findFormerOwner(
  q: Reader,
  { kind, address }: { kind: ContactKind; address: string },
  now: Temporal.Instant,
): Promise<CustomerId | null> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from identity.former_contact
     where kind = ${kind} and address = ${address} and held_until > ${now.toString()} order by id desc limit 1`.execute(
    q,
  );
  return rows[0]?.customer_id ?? null;
}

export type AccessRequest = {
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly lost: Lost;
  readonly provenBy: ContactKind;
  readonly byFormer: boolean;
  readonly pauseKeys: readonly Buffer[];
  readonly openedAt: Temporal.Instant;
  /** When access was given back; null where it was not. */
  readonly restoredAt: Temporal.Instant | null;
};
type Row = {
  case_id: CaseId;
  customer_id: CustomerId;
  lost: Lost;
  proven_by: ContactKind;
  by_former: boolean;
  pause_keys: Buffer[];
  opened_at: Temporal.Instant;
  restored_at: Temporal.Instant | null;
};
const requestOf = (row: Row): AccessRequest => ({
  caseId: row.case_id,
  customer: row.customer_id,
  lost: row.lost,
  provenBy: row.proven_by,
  byFormer: row.by_former,
  pauseKeys: row.pause_keys,
  openedAt: row.opened_at,
  restoredAt: row.restored_at,
});
const COLUMNS = sql`r.case_id, r.customer_id, r.lost, r.proven_by, r.by_former, r.pause_keys, r.opened_at, r.restored_at`;

export async function insertRequest(tx: Tx, it: Omit<AccessRequest, 'restoredAt'>): Promise<void> {
  await sql`
    insert into identity.access_request (case_id, customer_id, lost, proven_by, by_former, pause_keys, opened_at)
    values (${it.caseId}, ${it.customer}, ${it.lost}, ${it.provenBy}, ${it.byFormer}, ${[...it.pauseKeys]}::bytea[], ${it.openedAt.toString()})`.execute(
    tx,
  );
}

export async function findRequest(q: Reader, caseId: CaseId): Promise<AccessRequest | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from identity.access_request r where r.case_id = ${caseId}`.execute(q);
  return rows[0] ? requestOf(rows[0]) : null;
}

/** The same, and whoever else acts on it waits until the transaction ends: the customer's row is the lock, as for what is sent. */
export async function lockRequest(tx: Tx, caseId: CaseId): Promise<AccessRequest | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from identity.access_request r join identity.customer c on c.id = r.customer_id
     where r.case_id = ${caseId} for no key update of c`.execute(tx);
  return rows[0] ? requestOf(rows[0]) : null;
}

export async function newestRequestOf(q: Reader, customer: CustomerId): Promise<CaseId | null> {
  const { rows } = await sql<{ case_id: CaseId }>`
    select case_id from identity.access_request where customer_id = ${customer} order by opened_at desc limit 1`.execute(
    q,
  );
  return rows[0]?.case_id ?? null;
}

export async function insertFollow(
  tx: Tx,
  caseId: CaseId,
  {
    tokenHash,
    expiresAt,
    fromPage,
  }: { tokenHash: Uint8Array; expiresAt: Temporal.Instant; fromPage: boolean },
): Promise<void> {
  await sql`
    insert into identity.access_follow (token_hash, case_id, expires_at, from_page)
    values (${tokenHash}, ${caseId}, ${expiresAt.toString()}, ${fromPage})`.execute(tx);
}

export async function findFollowed(
  q: Reader,
  tokenHash: Uint8Array,
  now: Temporal.Instant,
): Promise<AccessRequest | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from identity.access_follow f join identity.access_request r on r.case_id = f.case_id
     where f.token_hash = ${tokenHash} and f.expires_at > ${now.toString()}`.execute(q);
  return rows[0] ? requestOf(rows[0]) : null;
}

export async function deleteFollowsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.access_follow where expires_at < ${before.toString()}`.execute(tx);
}

export type Check = {
  readonly id: bigint;
  readonly staff: StaffId;
  readonly staffName: string;
  readonly method: CheckMethod;
  readonly passed: boolean;
  readonly note: string;
  readonly at: Temporal.Instant;
};

export async function insertCheck(
  tx: Tx,
  caseId: CaseId,
  { staff, method, passed, note, at }: Omit<Check, 'id' | 'staffName'>,
): Promise<void> {
  await sql`
    insert into identity.access_check (case_id, staff_id, method, passed, note, checked_at)
    values (${caseId}, ${staff}, ${method}, ${passed}, ${note}, ${at.toString()})`.execute(tx);
}

export async function checksOf(q: Reader, caseId: CaseId): Promise<Check[]> {
  const { rows } = await sql<Check>`
    select c.id, c.staff_id as staff, s.name as "staffName", c.method, c.passed, c.note, c.checked_at as at
      from identity.access_check c join identity.staff s on s.id = c.staff_id where c.case_id = ${caseId} order by c.id`.execute(
    q,
  );
  return rows;
}

/** Notes that access was given back, at the time of the password that nobody knows. */
export async function saveRestored(tx: Tx, caseId: CaseId, at: Temporal.Instant): Promise<void> {
  await sql`update identity.access_request set restored_at = ${at.toString()} where case_id = ${caseId}`.execute(
    tx,
  );
}

/** Since the access of this customer was restored no new password was chosen. */
export async function awaitsNewPassword(q: Reader, customer: CustomerId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.access_request r join identity.password w on w.customer_id = r.customer_id
     where r.customer_id = ${customer} and w.set_at = r.restored_at`.execute(q);
  return rows.length > 0;
}

export async function deleteCounters(tx: Tx, keys: readonly Uint8Array[]): Promise<void> {
  await sql`delete from identity.attempt where key = any(${[...keys]}::bytea[])`.execute(tx);
}

/** Every second factor of a customer, what stands in for one, and what was offered and not proven. */
export async function deleteSecondFactors(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.authenticator where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.authenticator_offer where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.sms_factor where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.passkey where customer_id = ${customer}`.execute(tx);
  await sql`delete from identity.recovery_code where customer_id = ${customer}`.execute(tx);
}

export type Former = Written & { readonly id: string; readonly kind: ContactKind };

/** Addresses that were given up a short while ago, the oldest of each kind first. */
export async function heldFormer(q: Reader, customer: CustomerId, now: Temporal.Instant): Promise<Former[]> {
  const { rows } = await sql<Former>`
    select id::text as id, kind, written, address from identity.former_contact
     where customer_id = ${customer} and held_until > ${now.toString()} order by former_contact.id`.execute(
    q,
  );
  return rows;
}
