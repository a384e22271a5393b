import { type Actor, GUEST } from '#platform/actor';
import type { Clock } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Db } from '#platform/db';
import { IDLE_MINUTES, SEEN_EVERY_SECONDS } from './session.ts';
import * as store from './store.ts';

/** The present, and since when a session must have been used to be alive. */
export function momentOf(clock: Clock): store.Moment {
  const now = clock.now();
  return { now, idleSince: now.subtract({ minutes: IDLE_MINUTES }) };
}

/** Who holds this session; a guest when it is unknown, ended, too old or idle for too long. Asked at every request, kept by nobody. */
export async function authenticateCustomer(db: Db, clock: Clock, token: string): Promise<Actor> {
  const moment = momentOf(clock);
  const signedIn = await store.findSignedIn(db.read, sha256(token), moment);
  if (!signedIn) return GUEST;
  if (signedIn.lastSeenAt.until(moment.now).total('seconds') >= SEEN_EVERY_SECONDS)
    await store.noteSeen(db.read, signedIn.sessionId, moment.now);
  return {
    kind: 'customer',
    id: signedIn.customer,
    sessionId: signedIn.sessionId,
    verified: signedIn.verified,
    locale: signedIn.locale,
  };
}
