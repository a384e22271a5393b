import type { SecurityEventKind } from '#common/api/identity';
import type { CustomerId, SessionId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { EndReason, Session } from './session.ts';

type Row = {
  id: SessionId;
  customer_id: CustomerId;
  device: string;
  ip: string;
  created_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
};
const sessionOf = (row: Row): Session => ({
  id: row.id,
  customer: row.customer_id,
  device: row.device,
  ip: row.ip,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
});

export type NewSession = Omit<Session, 'lastSeenAt'> & { tokenHash: Uint8Array; expiresAt: Temporal.Instant };

export async function insertSession(
  tx: Tx,
  { id, customer, tokenHash, device, ip, createdAt, expiresAt }: NewSession,
): Promise<void> {
  await sql`
    insert into identity.session (id, customer_id, token_hash, device, ip, created_at, last_seen_at, expires_at)
    values (${id}, ${customer}, ${tokenHash}, ${device}, ${ip}, ${createdAt.toString()}, ${createdAt.toString()}, ${expiresAt.toString()})`.execute(
    tx,
  );
}

/** When a session must still be in use to be alive: not ended, not too old, seen after `idleSince`. */
export type Moment = { now: Temporal.Instant; idleSince: Temporal.Instant };
const alive = ({ now, idleSince }: Moment) =>
  sql`s.ended_at is null and s.expires_at > ${now.toString()} and s.last_seen_at > ${idleSince.toString()}`;

export type SignedIn = {
  sessionId: SessionId;
  customer: CustomerId;
  verified: boolean;
  locale: Locale;
  lastSeenAt: Temporal.Instant;
};
type SignedInRow = {
  token_hash: Buffer;
  id: SessionId;
  customer_id: CustomerId;
  verified: boolean;
  locale: Locale;
  last_seen_at: Temporal.Instant;
};

/** Who holds each of these sessions, null for one that is not alive: one question for all who ask at once. */
export async function findSignedIn(
  q: Reader,
  tokenHashes: readonly Uint8Array[],
  moment: Moment,
): Promise<(SignedIn | null)[]> {
  const { rows } = await sql<SignedInRow>`
    select s.token_hash, s.id, s.customer_id, s.last_seen_at, c.locale, p.email_verified_at is not null and p.phone_verified_at is not null as verified
      from identity.session s
      join identity.customer c on c.id = s.customer_id
      join identity.profile p on p.customer_id = s.customer_id
     where s.token_hash = any(${tokenHashes}::bytea[]) and ${alive(moment)}`.execute(q);
  const known = new Map(rows.map((row) => [row.token_hash.toString('hex'), signedInOf(row)]));
  return tokenHashes.map((hash) => known.get(Buffer.from(hash).toString('hex')) ?? null);
}

const signedInOf = (row: SignedInRow): SignedIn => ({
  sessionId: row.id,
  customer: row.customer_id,
  verified: row.verified,
  locale: row.locale,
  lastSeenAt: row.last_seen_at,
});

export async function noteSeen(q: Reader, id: SessionId, now: Temporal.Instant): Promise<void> {
  await sql`update identity.session set last_seen_at = ${now.toString()} where id = ${id} and ended_at is null and last_seen_at < ${now.toString()}`.execute(
    q,
  );
}

export async function listSessions(
  q: Reader,
  customer: CustomerId,
  moment: Moment,
  limit: number,
): Promise<Session[]> {
  const { rows } = await sql<Row>`
    select s.id, s.customer_id, s.device, s.ip, s.created_at, s.last_seen_at
      from identity.session s where s.customer_id = ${customer} and ${alive(moment)}
     order by s.last_seen_at desc, s.id desc limit ${limit}`.execute(q);
  return rows.map(sessionOf);
}

/** Those of these sessions that are alive. */
export async function liveSessionIds(q: Reader, ids: readonly string[], moment: Moment): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select s.id from identity.session s where s.id = any(${ids}::text[]) and ${alive(moment)}`.execute(q);
  return rows.map(({ id }) => id);
}

/** Ends a session of this customer; false when there is no such one, or it is over. */
export async function endSession(
  tx: Tx,
  { id, customer }: { id: SessionId; customer: CustomerId },
  reason: EndReason,
  moment: Moment,
): Promise<boolean> {
  const { rows } = await sql`
    update identity.session s set ended_at = ${moment.now.toString()}, end_reason = ${reason}
     where s.id = ${id} and s.customer_id = ${customer} and ${alive(moment)} returning 1`.execute(tx);
  return rows.length === 1;
}

/** Ends whatever session this token opens, whoever it belongs to. */
export async function endSessionOf(
  tx: Tx,
  tokenHash: Uint8Array,
  reason: EndReason,
  now: Temporal.Instant,
): Promise<{ id: SessionId; customer: CustomerId } | null> {
  const { rows } = await sql<{ id: SessionId; customer_id: CustomerId }>`
    update identity.session set ended_at = ${now.toString()}, end_reason = ${reason}
     where token_hash = ${tokenHash} and ended_at is null returning id, customer_id`.execute(tx);
  return rows[0] ? { id: rows[0].id, customer: rows[0].customer_id } : null;
}

/** Ends the customer's sessions but those in `keep`; returns which were alive. */
export async function endSessionsExcept(
  tx: Tx,
  customer: CustomerId,
  keep: readonly SessionId[],
  reason: EndReason,
  moment: Moment,
): Promise<SessionId[]> {
  const { rows } = await sql<{ id: SessionId }>`
    update identity.session s set ended_at = ${moment.now.toString()}, end_reason = ${reason}
     where s.customer_id = ${customer} and s.id <> all(${keep}::text[]) and ${alive(moment)} returning s.id`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

export async function deleteSessionsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.session where expires_at < ${before.toString()}`.execute(tx);
}

/** Makes this browser known to the customer; true when it was not before. */
export async function saveDevice(
  tx: Tx,
  device: { customer: CustomerId; tokenHash: Uint8Array; name: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const added = await sql`
    insert into identity.device (customer_id, token_hash, name, first_seen_at, last_seen_at)
    values (${device.customer}, ${device.tokenHash}, ${device.name}, ${now.toString()}, ${now.toString()})
    on conflict (customer_id, token_hash) do nothing returning 1`.execute(tx);
  if (added.rows.length === 1) return true;
  await sql`
    update identity.device set last_seen_at = ${now.toString()}, name = ${device.name}
     where customer_id = ${device.customer} and token_hash = ${device.tokenHash}`.execute(tx);
  return false;
}

export async function deleteOldestDevices(tx: Tx, customer: CustomerId, keep: number): Promise<void> {
  await sql`
    delete from identity.device where customer_id = ${customer} and token_hash not in
      (select token_hash from identity.device where customer_id = ${customer} order by last_seen_at desc, token_hash limit ${keep})`.execute(
    tx,
  );
}

/** Customers who have signed in from the browser with this token. */
export async function customersOnDevice(q: Reader, tokenHash: Uint8Array): Promise<CustomerId[]> {
  const { rows } = await sql<{
    customer_id: CustomerId;
  }>`select customer_id from identity.device where token_hash = ${tokenHash}`.execute(q);
  return rows.map(({ customer_id }) => customer_id);
}

export type SecurityEvent = {
  kind: SecurityEventKind;
  at: Temporal.Instant;
  device: string | null;
  ip: string | null;
};

export async function insertSecurityEvent(
  tx: Tx,
  customer: CustomerId,
  { kind, at, device, ip }: SecurityEvent,
): Promise<void> {
  await sql`
    insert into identity.security_event (customer_id, at, kind, device, ip)
    values (${customer}, ${at.toString()}, ${kind}, ${device}, ${ip})`.execute(tx);
}
