import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** Since when the customer signs in from the browser with this token; null for one that is not known. */
export async function deviceKnownSince(
  read: Reader,
  customer: CustomerId,
  tokenHash: Uint8Array,
): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ since: Temporal.Instant }>`
    select first_seen_at as since from identity.device
     where customer_id = ${customer} and token_hash = ${tokenHash}`.execute(read);
  return rows[0]?.since ?? null;
}
