import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export async function findAvatar(q: Reader, customer: CustomerId): Promise<Buffer | null> {
  const { rows } = await sql<{ jpeg: Buffer }>`
    select jpeg from identity.avatar where customer_id = ${customer}`.execute(q);
  return rows[0]?.jpeg ?? null;
}

export async function saveAvatar(
  tx: Tx,
  customer: CustomerId,
  { jpeg, at }: { jpeg: Uint8Array; at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into identity.avatar (customer_id, jpeg, set_at) values (${customer}, ${jpeg}, ${at.toString()})
    on conflict (customer_id) do update set jpeg = excluded.jpeg, set_at = excluded.set_at`.execute(tx);
}

export async function deleteAvatar(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.avatar where customer_id = ${customer}`.execute(tx);
}
