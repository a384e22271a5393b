import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

/** Since when no text message is sent; null while they are. */
export async function findStopped(read: Reader): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ at: Temporal.Instant }>`
    select stopped_at as at from identity.stopped_channel where channel = 'sms'`.execute(read);
  return rows[0]?.at ?? null;
}

export async function insertStopped(tx: Tx, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into identity.stopped_channel (channel, stopped_at) values ('sms', ${at.toString()})
    on conflict do nothing`.execute(tx);
}

export async function deleteStopped(tx: Tx): Promise<void> {
  await sql`delete from identity.stopped_channel where channel = 'sms'`.execute(tx);
}
