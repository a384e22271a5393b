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

/** Audiences of one row at most: their names share a column of 200 letters. */
const AUDIENCES_OF_A_ROW = 4;

/** The same for many, in one statement. Audiences that are told the same share a row. */
export async function pushAll(
  tx: Tx,
  hints: readonly (Hint & { readonly audience: Audience })[],
): Promise<void> {
  const at = systemClock.now();
  const rows: { type: string; id: string; audiences: Audience[] }[] = [];
  for (const { audience, type, id } of hints) {
    const last = rows.at(-1);
    if (last?.type === type && last.id === id && last.audiences.length < AUDIENCES_OF_A_ROW)
      last.audiences.push(audience);
    else rows.push({ type, id, audiences: [audience] });
  }
  await put(
    tx,
    ...rows.map(({ type, id, audiences }) => {
      return { kind: 'hint' as const, name: audiences.join(' '), key: null, payload: { type, id }, at };
    }),
  );
}
