import { type Actor, GUEST } from '#platform/actor';
import { batched } from '#platform/batched';
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

type Ask = (tokenHash: Uint8Array) => Promise<store.SignedIn | null>;
const asks = new WeakMap<Db, WeakMap<Clock, Ask>>();

/** Requests that arrive together ask together. */
function askOf(db: Db, clock: Clock): Ask {
  const ofDb = asks.get(db) ?? new WeakMap<Clock, Ask>();
  asks.set(db, ofDb);
  const known = ofDb.get(clock);
  if (known) return known;
  const ask = batched((hashes: readonly Uint8Array[]) =>
    store.findSignedIn(db.read, hashes, momentOf(clock)),
  );
  ofDb.set(clock, ask);
  return ask;
}

/** Who holds this session; a guest when it is unknown, ended, too old or idle for too long. Asked at every request, kept by nobody. */
export async function authenticateCustomer(db: Db, clock: Clock, token: string): Promise<Actor> {
  const signedIn = await askOf(db, clock)(sha256(token));
  if (!signedIn) return GUEST;
  const now = clock.now();
  if (now.epochMilliseconds - signedIn.lastSeenAt.epochMilliseconds >= SEEN_EVERY_SECONDS * 1000)
    await store.noteSeen(db.read, signedIn.sessionId, now);
  return {
    kind: 'customer',
    id: signedIn.customer,
    sessionId: signedIn.sessionId,
    verified: signedIn.verified,
    locale: signedIn.locale,
  };
}
