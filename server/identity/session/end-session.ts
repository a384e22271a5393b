import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Db, Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { momentOf } from './authenticate.ts';
import type { Client } from './client.ts';
import type { EndReason } from './session.ts';
import { endOthers, recordSecurityEvent } from './start-session.ts';
import * as store from './store.ts';

type Target = { id: SessionId; customer: CustomerId };

/** Ends one session of this customer at once, on every process: each request asks the database. */
export async function endSession(
  tx: Tx,
  clock: Clock,
  target: Target,
  reason: EndReason,
  client: Client,
): Promise<Result<void, Refusal<'not_found'>>> {
  const ended = await store.endSession(tx, target, reason, momentOf(clock));
  if (!ended) return err({ code: 'not_found' });
  await recordSecurityEvent(
    tx,
    clock,
    target.customer,
    reason === 'signed_out' ? 'signed_out' : 'session_ended',
    client,
  );
  await publish(tx, clock, {
    type: 'customer.session_ended',
    customerId: target.customer,
    sessionId: target.id,
  });
  return ok(undefined);
}

export async function endOtherSessions(
  tx: Tx,
  clock: Clock,
  current: Target,
  reason: Extract<EndReason, 'ended_by_owner' | 'password_changed'>,
  client: Client,
): Promise<number> {
  const ended = await endOthers(tx, clock, current.customer, [current.id], reason);
  if (ended > 0) await recordSecurityEvent(tx, clock, current.customer, 'other_sessions_ended', client);
  return ended;
}

/** The session that a browser brought along to a new sign-in: it is over, whoever it was for, and never taken over. */
export async function replaceSession(tx: Tx, clock: Clock, token: string): Promise<void> {
  const ended = await store.endSessionOf(tx, sha256(token), 'replaced', clock.now());
  if (ended)
    await publish(tx, clock, {
      type: 'customer.session_ended',
      customerId: ended.customer,
      sessionId: ended.id,
    });
}

/** Those of these sessions that are alive, for whoever keeps something open for them. */
export async function liveCustomerSessions(db: Db, clock: Clock, ids: readonly string[]): Promise<string[]> {
  return ids.length === 0 ? [] : store.liveSessionIds(db.read, ids, momentOf(clock));
}
