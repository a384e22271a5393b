import type { CustomerId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

export type Signed = { readonly device: string; readonly ip: string; readonly since: Temporal.Instant };

/** Sessions that were alive at a time, the one used last first. */
export async function sessionsAt(
  read: Reader,
  customer: CustomerId,
  at: Temporal.Instant,
  limit: number,
): Promise<Signed[]> {
  const { rows } = await sql<Signed>`
    select device, ip, created_at as since from identity.session
     where customer_id = ${customer} and created_at <= ${at.toString()} and last_seen_at >= ${at.subtract({ minutes: 30 }).toString()}
       and (ended_at is null or ended_at >= ${at.toString()})
     order by last_seen_at desc, id limit ${limit}`.execute(read);
  return rows;
}

export type UsedStepUp = { readonly at: Temporal.Instant; readonly factor: string | null };

/** The proof that a payment of this amount used up around a time. */
export async function stepUpUsedAround(
  read: Reader,
  customer: CustomerId,
  { amount, from, to }: { amount: Money; from: Temporal.Instant; to: Temporal.Instant },
): Promise<UsedStepUp | null> {
  const { rows } = await sql<UsedStepUp>`
    select used_at as at, factor from identity.step_up
     where customer_id = ${customer} and amount_minor = ${amount.minor} and currency = ${amount.currency}
       and used_at between ${from.toString()} and ${to.toString()}
     order by used_at limit 1`.execute(read);
  return rows[0] ?? null;
}
