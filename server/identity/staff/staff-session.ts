import type { SessionId, StaffId } from '#common/id';
import { type Actor, GUEST } from '#platform/actor';
import type { Clock } from '#platform/clock';
import { randomToken, sha256 } from '#platform/crypto';
import type { Db, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { type Client, deviceName } from '../session/client.ts';
import { STAFF_IDLE_MINUTES, STAFF_SEEN_EVERY_SECONDS, STAFF_SESSION_HOURS } from './staff.ts';
import * as store from './store.ts';

function momentOf(clock: Clock): store.StaffMoment {
  const now = clock.now();
  return { now, idleSince: now.subtract({ minutes: STAFF_IDLE_MINUTES }) };
}

/** Who holds this session; a guest when it is unknown, ended, too old, idle for too long, or the account is disabled. */
export async function authenticateStaff(db: Db, clock: Clock, token: string): Promise<Actor> {
  const moment = momentOf(clock);
  const signedIn = await store.findSignedInStaff(db.read, sha256(token), moment);
  if (!signedIn) return GUEST;
  if (signedIn.lastSeenAt.until(moment.now).total('seconds') >= STAFF_SEEN_EVERY_SECONDS)
    await store.noteStaffSeen(db.read, signedIn.sessionId, moment.now);
  return {
    kind: 'staff',
    id: signedIn.staffId,
    role: signedIn.role,
    sessionId: signedIn.sessionId,
    locale: signedIn.locale,
  };
}

/** Opens a session with a token that nobody has seen before; the one the browser brought along is over. */
export async function startStaffSession(
  tx: Tx,
  clock: Clock,
  staffId: StaffId,
  client: Client,
  oldToken: string | null,
): Promise<string> {
  const now = clock.now();
  const token = randomToken();
  const id = newId('ses');
  if (oldToken !== null) await store.endStaffSession(tx, { tokenHash: sha256(oldToken) }, now);
  await store.insertStaffSession(tx, {
    id,
    staffId,
    tokenHash: sha256(token),
    device: deviceName(client.userAgent),
    ip: client.ip,
    createdAt: now,
    expiresAt: now.add({ hours: STAFF_SESSION_HOURS }),
  });
  await store.insertAudit(
    tx,
    { actor: staffId, action: 'signed_in', subject: staffId, facts: { session: id } },
    now,
  );
  return token;
}

export async function signOutStaff(tx: Tx, clock: Clock, id: SessionId): Promise<void> {
  const now = clock.now();
  const staffId = await store.endStaffSession(tx, { id }, now);
  if (staffId)
    await store.insertAudit(
      tx,
      { actor: staffId, action: 'signed_out', subject: staffId, facts: { session: id } },
      now,
    );
}

export async function liveStaffSessions(db: Db, clock: Clock, ids: readonly string[]): Promise<string[]> {
  return ids.length === 0 ? [] : store.liveStaffSessionIds(db.read, ids, momentOf(clock));
}
