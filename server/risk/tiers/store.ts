import type { CustomerId } from '#common/id';
import type { Tier } from '#common/tier';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export async function findTier(read: Reader, customer: CustomerId): Promise<Tier | null> {
  const { rows } = await sql<{ tier: Tier }>`
    select tier from risk.customer_tier where customer_id = ${customer}`.execute(read);
  return rows[0]?.tier ?? null;
}

export async function saveTier(
  tx: Tx,
  { customer, tier, since }: { customer: CustomerId; tier: Tier; since: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into risk.customer_tier (customer_id, tier, since) values (${customer}, ${tier}, ${since.toString()})
    on conflict (customer_id) do update set tier = excluded.tier, since = excluded.since
     where customer_tier.tier <> excluded.tier`.execute(tx);
}
