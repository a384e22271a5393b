import type { Temporal } from './clock.ts';
import { type Reader, sql, type Tx } from './db.ts';

/** Channel on which processes tell each other that there are new hints. */
export const CHANNEL = 'okpay_stream';

export type Hint = { readonly type: string; readonly id: string };
export type SentHint = Hint & { readonly audience: string; readonly seq: bigint };
/** A row of the outbox; its name holds the names of the audiences, parted by spaces. */
type HintRow = { readonly name: string; readonly payload: unknown };

/**
 * Numbers the hints of each audience and keeps them. The number is taken under the row's lock, so that they become visible in
 * their order. Audiences are locked in one order by everybody, and the notification carries no more than a name and a number.
 */
export async function sendHints(tx: Tx, hints: readonly HintRow[], now: Temporal.Instant): Promise<void> {
  if (hints.length === 0) return;
  const rows = JSON.stringify(
    hints.flatMap(({ name, payload }) =>
      name.split(' ').map((audience) => ({ audience, ...(payload as Hint) })),
    ),
  );
  await sql`
    with hint as (
      select value ->> 'audience' as audience, value ->> 'type' as type, value ->> 'id' as ref,
             row_number() over (partition by value ->> 'audience' order by position) as nth
      from jsonb_array_elements(${rows}::jsonb) with ordinality as each (value, position)
    ), head as (
      insert into platform.stream_head as known (audience, last_seq)
      select audience, count(*) from hint group by audience order by audience
      on conflict (audience) do update set last_seq = known.last_seq + excluded.last_seq
      returning audience, last_seq
    ), size as (
      select audience, count(*) as size from hint group by audience
    ), sent as (
      insert into platform.stream_event (audience, seq, type, ref, sent_at)
      select hint.audience, head.last_seq - size.size + hint.nth, hint.type, hint.ref, ${now.toString()}::timestamptz
      from hint join head using (audience) join size using (audience)
    )
    select pg_notify(${CHANNEL}, head.audience || ' ' || head.last_seq) from head`.execute(tx);
}

/** The number of the last hint of each audience; one that never had any is at 0. */
export async function readHeads(db: Reader, audiences: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ audience: string; last_seq: bigint }>`
    select audience, last_seq from platform.stream_head where audience = any(${[...audiences]}::text[])`.execute(
    db,
  );
  const known = new Map(rows.map(({ audience, last_seq }) => [audience, last_seq]));
  return new Map(audiences.map((audience) => [audience, known.get(audience) ?? 0n]));
}

/** Hints of one audience after a number, in order, at most `limit`. */
export async function readHints(
  db: Reader,
  audience: string,
  after: bigint,
  limit: number,
): Promise<SentHint[]> {
  const { rows } = await sql<{ seq: bigint; type: string; ref: string }>`
    select seq, type, ref from platform.stream_event where audience = ${audience} and seq > ${after}
    order by seq limit ${limit}`.execute(db);
  return rows.map(({ seq, type, ref }) => ({ audience, seq, type, id: ref }));
}

/** Forgets hints that nobody will ask for again: whoever was away for longer loads everything anew. */
export async function forgetHints(db: Reader, before: Temporal.Instant): Promise<void> {
  await sql`delete from platform.stream_event where sent_at < ${before.toString()}`.execute(db);
}
