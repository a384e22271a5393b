import { randomFillSync } from 'node:crypto';
import { type Id, idFromUuid, type IdKind, uuidv7 } from '#common/id';
import { systemMillis } from './clock.ts';

/** Ids of one millisecond are numbered in the 12 bits after the time (RFC 9562 §6.2, method 1), beginning low enough to leave room. */
const COUNTER_MAX = 0xfff;
const RANDOM_BYTES = 10;
/** Bytes asked of the system at once: a question for each id costs more than all the rest of it. */
const pool = new Uint8Array(RANDOM_BYTES * 400);
let taken = pool.length;
let millis = 0;
let counter = 0;

/** A new UUIDv7: later ones of a process sort after earlier ones, and 62 random bits keep it unguessable. */
export function newUuid(): string {
  const now = systemMillis();
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const random = pool.subarray(taken, (taken += RANDOM_BYTES));
  const [high = 0, low = 0] = random;
  if (now > millis) {
    millis = now;
    counter = ((high & 0x07) << 8) | low;
  } else if (++counter > COUNTER_MAX) {
    millis += 1;
    counter = 0;
  }
  random[0] = counter >> 8;
  random[1] = counter & 0xff;
  return uuidv7(millis, random);
}

/** A new business id in its wire form, e.g. `tr_01J9…`. */
export const newId = <Kind extends IdKind>(kind: Kind): Id<Kind> => idFromUuid(kind, newUuid());
