import type { StaffRole } from '#common/api/route';
import type { SessionId, StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { AuditActor, Staff } from './staff.ts';

export type Invitation = {
  id: string;
  staffId: StaffId;
  email: string;
  emailKey: string;
  name: string;
  role: StaffRole;
  totpBox: string | null;
};
type InvitationRow = {
  id: string;
  staff_id: StaffId;
  email: string;
  email_key: string;
  name: string;
  role: StaffRole;
  totp_box: string | null;
};
const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.id,
  staffId: row.staff_id,
  email: row.email,
  emailKey: row.email_key,
  name: row.name,
  role: row.role,
  totpBox: row.totp_box,
});

export type NewInvitation = Omit<Invitation, 'totpBox'> & {
  tokenHash: Uint8Array;
  invitedBy: AuditActor;
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
};

export async function insertInvitation(
  tx: Tx,
  { id, staffId, email, emailKey, name, role, tokenHash, invitedBy, createdAt, expiresAt }: NewInvitation,
): Promise<void> {
  await sql`
    insert into identity.staff_invitation (id, staff_id, email, email_key, name, role, token_hash, invited_by, created_at, expires_at)
    values (${id}, ${staffId}, ${email}, ${emailKey}, ${name}, ${role}, ${tokenHash}, ${invitedBy}, ${createdAt.toString()}, ${expiresAt.toString()})`.execute(
    tx,
  );
}

export async function revokeInvitations(tx: Tx, emailKey: string, now: Temporal.Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    update identity.staff_invitation set revoked_at = ${now.toString()}
     where email_key = ${emailKey} and accepted_at is null and revoked_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

const open = (tokenHash: Uint8Array, now: Temporal.Instant) =>
  sql`token_hash = ${tokenHash} and accepted_at is null and revoked_at is null and expires_at > ${now.toString()}`;
const INVITATION = sql`id, staff_id, email, email_key, name, role, totp_box`;

export async function findOpenInvitation(
  q: Reader,
  tokenHash: Uint8Array,
  now: Temporal.Instant,
): Promise<Invitation | null> {
  const { rows } =
    await sql<InvitationRow>`select ${INVITATION} from identity.staff_invitation where ${open(tokenHash, now)}`.execute(
      q,
    );
  return rows[0] ? invitationOf(rows[0]) : null;
}

/** Gives the invitation its authenticator secret when it has none yet; whoever looks twice sees the same one. */
export async function keepTotpBox(q: Reader, id: string, box: string): Promise<string | null> {
  const { rows } = await sql<{ totp_box: string | null }>`
    update identity.staff_invitation set totp_box = coalesce(totp_box, ${box}) where id = ${id} returning totp_box`.execute(
    q,
  );
  return rows[0]?.totp_box ?? null;
}

/** Uses the invitation up; of any number of acceptances at once one gets it. */
export async function useInvitation(tx: Tx, tokenHash: Uint8Array, now: Temporal.Instant): Promise<boolean> {
  const { rows } =
    await sql`update identity.staff_invitation set accepted_at = ${now.toString()} where ${open(tokenHash, now)} returning 1`.execute(
      tx,
    );
  return rows.length === 1;
}

export type NewStaff = Staff & {
  emailKey: string;
  password: { box: string; parameters: string };
  totpBox: string;
  totpLastStep: number;
};

export async function insertStaff(
  tx: Tx,
  { id, email, emailKey, name, role, locale, password, totpBox, totpLastStep, createdAt }: NewStaff,
): Promise<void> {
  await sql`
    insert into identity.staff (id, email, email_key, name, role, locale, password_box, password_parameters, totp_box, totp_last_step, created_at)
    values (${id}, ${email}, ${emailKey}, ${name}, ${role}, ${locale}, ${password.box}, ${password.parameters}, ${totpBox}, ${totpLastStep}, ${createdAt.toString()})`.execute(
    tx,
  );
}

type StaffRow = {
  id: StaffId;
  name: string;
  email: string;
  role: StaffRole;
  locale: Locale;
  created_at: Temporal.Instant;
};
const staffOf = ({ id, name, email, role, locale, created_at }: StaffRow): Staff => ({
  id,
  name,
  email,
  role,
  locale,
  createdAt: created_at,
});

export async function findStaff(q: Reader, id: StaffId): Promise<Staff | null> {
  const { rows } =
    await sql<StaffRow>`select id, name, email, role, locale, created_at from identity.staff where id = ${id}`.execute(
      q,
    );
  return rows[0] ? staffOf(rows[0]) : null;
}

export async function countStaff(q: Reader): Promise<number> {
  const { rows } = await sql<{
    count: bigint;
  }>`select count(*) as count from identity.staff where disabled_at is null`.execute(q);
  return Number(rows[0]?.count ?? 0n);
}

export type StaffListed = Staff & { disabledAt: Temporal.Instant | null };

export async function listStaff(q: Reader): Promise<StaffListed[]> {
  const { rows } = await sql<StaffRow & { disabled_at: Temporal.Instant | null }>`
    select id, name, email, role, locale, created_at, disabled_at from identity.staff order by created_at, id`.execute(
    q,
  );
  return rows.map((row) => ({ ...staffOf(row), disabledAt: row.disabled_at }));
}

/** Ends the account; null when there is none that is open. */
export async function disableStaff(tx: Tx, emailKey: string, now: Temporal.Instant): Promise<StaffId | null> {
  const { rows } = await sql<{ id: StaffId }>`
    update identity.staff set disabled_at = ${now.toString()} where email_key = ${emailKey} and disabled_at is null returning id`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}

export async function endStaffSessionsOf(tx: Tx, id: StaffId, now: Temporal.Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    update identity.staff_session set ended_at = ${now.toString()} where staff_id = ${id} and ended_at is null`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

export async function isStaffEmail(q: Reader, emailKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from identity.staff where email_key = ${emailKey}`.execute(q);
  return rows.length > 0;
}

export type Credentials = { id: StaffId; passwordBox: string; totpBox: string; totpLastStep: number };

export async function findCredentials(q: Reader, emailKey: string): Promise<Credentials | null> {
  const { rows } = await sql<{ id: StaffId; password_box: string; totp_box: string; totp_last_step: bigint }>`
    select id, password_box, totp_box, totp_last_step from identity.staff where email_key = ${emailKey} and disabled_at is null`.execute(
    q,
  );
  const row = rows[0];
  return row
    ? {
        id: row.id,
        passwordBox: row.password_box,
        totpBox: row.totp_box,
        totpLastStep: Number(row.totp_last_step),
      }
    : null;
}

/** Takes a code's time step if it is later than every one before. Two requests with one code: one gets it. */
export async function takeTotpStep(tx: Tx, id: StaffId, step: number): Promise<boolean> {
  const { rows } = await sql`
    update identity.staff set totp_last_step = ${step} where id = ${id} and totp_last_step < ${step} and disabled_at is null returning 1`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function replaceStaffHash(
  tx: Tx,
  id: StaffId,
  { from, to }: { from: string; to: { box: string; parameters: string } },
): Promise<void> {
  await sql`
    update identity.staff set password_box = ${to.box}, password_parameters = ${to.parameters} where id = ${id} and password_box = ${from}`.execute(
    tx,
  );
}

export type NewStaffSession = {
  id: SessionId;
  staffId: StaffId;
  tokenHash: Uint8Array;
  device: string;
  ip: string;
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
};

export async function insertStaffSession(
  tx: Tx,
  { id, staffId, tokenHash, device, ip, createdAt, expiresAt }: NewStaffSession,
): Promise<void> {
  await sql`
    insert into identity.staff_session (id, staff_id, token_hash, device, ip, created_at, last_seen_at, expires_at)
    values (${id}, ${staffId}, ${tokenHash}, ${device}, ${ip}, ${createdAt.toString()}, ${createdAt.toString()}, ${expiresAt.toString()})`.execute(
    tx,
  );
}

export type StaffMoment = { now: Temporal.Instant; idleSince: Temporal.Instant };
const alive = ({ now, idleSince }: StaffMoment) =>
  sql`s.ended_at is null and s.expires_at > ${now.toString()} and s.last_seen_at > ${idleSince.toString()} and m.disabled_at is null`;

type SignedInRow = {
  session_id: SessionId;
  staff_id: StaffId;
  role: StaffRole;
  locale: Locale;
  last_seen_at: Temporal.Instant;
};
export type SignedInStaff = {
  sessionId: SessionId;
  staffId: StaffId;
  role: StaffRole;
  locale: Locale;
  lastSeenAt: Temporal.Instant;
};

export async function findSignedInStaff(
  q: Reader,
  tokenHash: Uint8Array,
  moment: StaffMoment,
): Promise<SignedInStaff | null> {
  const { rows } = await sql<SignedInRow>`
    select s.id as session_id, s.staff_id, m.role, m.locale, s.last_seen_at
      from identity.staff_session s join identity.staff m on m.id = s.staff_id
     where s.token_hash = ${tokenHash} and ${alive(moment)}`.execute(q);
  const row = rows[0];
  return row
    ? {
        sessionId: row.session_id,
        staffId: row.staff_id,
        role: row.role,
        locale: row.locale,
        lastSeenAt: row.last_seen_at,
      }
    : null;
}

export async function noteStaffSeen(q: Reader, id: SessionId, now: Temporal.Instant): Promise<void> {
  await sql`update identity.staff_session set last_seen_at = ${now.toString()} where id = ${id} and ended_at is null and last_seen_at < ${now.toString()}`.execute(
    q,
  );
}

export async function liveStaffSessionIds(
  q: Reader,
  ids: readonly string[],
  moment: StaffMoment,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from identity.staff_session s join identity.staff m on m.id = s.staff_id where s.id = any(${ids}::text[]) and ${alive(moment)}`.execute(
    q,
  );
  return rows.map(({ id }) => id);
}

/** Ends a session by its id or by its token; null when there is none that is open. */
export async function endStaffSession(
  tx: Tx,
  by: { id: SessionId } | { tokenHash: Uint8Array },
  now: Temporal.Instant,
): Promise<StaffId | null> {
  const which = 'id' in by ? sql`id = ${by.id}` : sql`token_hash = ${by.tokenHash}`;
  const { rows } = await sql<{ staff_id: StaffId }>`
    update identity.staff_session set ended_at = ${now.toString()} where ${which} and ended_at is null returning staff_id`.execute(
    tx,
  );
  return rows[0]?.staff_id ?? null;
}

export type AuditEntry = {
  actor: AuditActor;
  action:
    | 'invited'
    | 'accepted'
    | 'disabled'
    | 'signed_in'
    | 'signed_out'
    | 'sign_in_paused'
    | 'identity_checked'
    | 'access_proposed'
    | 'access_approved'
    | 'access_refused';
  subject: string;
  facts?: Readonly<Record<string, string | number | boolean>>;
};

export async function insertAudit(
  tx: Tx,
  { actor, action, subject, facts = {} }: AuditEntry,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.staff_audit (at, actor, action, subject, facts)
    values (${now.toString()}, ${actor}, ${action}, ${subject}, ${JSON.stringify(facts)}::jsonb)`.execute(tx);
}

/** Entries of the record that do not fit the chain of hashes. */
export async function brokenAudit(read: Reader): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>`select identity.broken_staff_audit() as id`.execute(read);
  return rows.map(({ id }) => id);
}
