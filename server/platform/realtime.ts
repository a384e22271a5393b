import type { Hint } from '#common/api/stream';
import { systemClock } from './clock.ts';
import type { Tx } from './db.ts';
import { put } from './outbox.ts';

export { serveStreams } from './stream-routes.ts';
export { startStreamHub, type StreamHub } from './stream-hub.ts';

/** Whom a hint is for: `customer:cus_…`, `staff`, `case:case_…`. */
export type Audience = string;

/**
 * Tells the browsers of an audience that something is new, after this transaction is committed. They get the type and the id and
 * ask for the rest, so that every look goes through the reader's own rights.
 */
export async function pushTo(tx: Tx, audience: Audience, { type, id }: Hint): Promise<void> {
  await pushAll(tx, [{ audience, type, id }]);
}

/** The same for many, in one statement. */
export async function pushAll(
  tx: Tx,
  hints: readonly (Hint & { readonly audience: Audience })[],
): Promise<void> {
  const at = systemClock.now();
  const rows = hints.map(({ audience: name, type, id }) => {
    return { kind: 'hint' as const, name, key: null, payload: { type, id }, at };
  });
  await put(tx, ...rows);
}
