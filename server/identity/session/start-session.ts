import type { CustomerId, SessionId } from '#common/id';
import type { Clock } from '#platform/clock';
import { isTokenShaped, randomToken, sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { type Client, deviceName } from './client.ts';
import { momentOf } from './authenticate.ts';
import { type EndReason, SESSION_HOURS, SESSIONS_MAX } from './session.ts';
import * as store from './store.ts';

/** Browsers remembered per customer; the one not seen for longest is forgotten. */
const DEVICES_MAX = 20;

export type Started = { sessionId: SessionId; token: string; deviceToken: string; newDevice: boolean };

/** Opens a session with a token that nobody has seen before. */
export async function startSession(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  client: Client,
): Promise<Started> {
  const now = clock.now();
  const token = randomToken();
  const id = newId('ses');
  const device = deviceName(client.userAgent);
  const { deviceToken, newDevice } = await rememberDevice(tx, clock, customer, client);
  const open = await store.listSessions(tx, customer, momentOf(clock), SESSIONS_MAX);
  if (open.length >= SESSIONS_MAX)
    await endOthers(
      tx,
      clock,
      customer,
      open.slice(0, SESSIONS_MAX - 1).map((session) => session.id),
      'replaced',
    );
  await store.insertSession(tx, {
    id,
    customer,
    tokenHash: sha256(token),
    device,
    ip: client.ip,
    createdAt: now,
    expiresAt: now.add({ hours: SESSION_HOURS }),
  });
  await recordSecurityEvent(tx, clock, customer, newDevice ? 'signed_in_new_device' : 'signed_in', client);
  await publish(tx, clock, { type: 'customer.signed_in', customerId: customer, sessionId: id, newDevice });
  return { sessionId: id, token, deviceToken, newDevice };
}

/** Makes this browser one that the customer is known to use. A token that is not in our books is never taken over: it gets a new one. */
export async function rememberDevice(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  client: Client,
): Promise<{ deviceToken: string; newDevice: boolean }> {
  const presented =
    client.deviceToken !== null && isTokenShaped(client.deviceToken) ? client.deviceToken : null;
  const isKnown = presented !== null && (await store.customersOnDevice(tx, sha256(presented))).length > 0;
  const deviceToken = isKnown ? presented : randomToken();
  const newDevice = await store.saveDevice(
    tx,
    { customer, tokenHash: sha256(deviceToken), name: deviceName(client.userAgent) },
    clock.now(),
  );
  await store.deleteOldestDevices(tx, customer, DEVICES_MAX);
  return { deviceToken, newDevice };
}

/** Ends every session of the customer but these, and tells whoever keeps streams open. Returns how many were alive. */
export async function endOthers(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  keep: readonly SessionId[],
  reason: EndReason,
): Promise<number> {
  const ended = await store.endSessionsExcept(tx, customer, keep, reason, momentOf(clock));
  for (const sessionId of ended)
    await publish(tx, clock, { type: 'customer.session_ended', customerId: customer, sessionId });
  return ended.length;
}

export async function recordSecurityEvent(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  kind: store.SecurityEvent['kind'],
  client: Client | null,
): Promise<void> {
  const from = client ? { device: deviceName(client.userAgent), ip: client.ip } : { device: null, ip: null };
  await store.insertSecurityEvent(tx, customer, { kind, at: clock.now(), ...from });
}
