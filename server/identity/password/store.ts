import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { SealedPassword } from './hashing.ts';

export async function findPassword(q: Reader, customer: CustomerId): Promise<{ box: string } | null> {
  const { rows } = await sql<{
    box: string;
  }>`select box from identity.password where customer_id = ${customer}`.execute(q);
  return rows[0] ?? null;
}

export async function passwordSetAt(q: Reader, customer: CustomerId): Promise<Temporal.Instant> {
  const { rows } = await sql<{
    set_at: Temporal.Instant;
  }>`select set_at from identity.password where customer_id = ${customer}`.execute(q);
  invariant(rows[0] !== undefined, `${customer} has a password`);
  return rows[0].set_at;
}

export async function savePassword(
  tx: Tx,
  customer: CustomerId,
  { box, parameters }: SealedPassword,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.password (customer_id, box, parameters, set_at) values (${customer}, ${box}, ${parameters}, ${now.toString()})
    on conflict (customer_id) do update set box = excluded.box, parameters = excluded.parameters, set_at = excluded.set_at`.execute(
    tx,
  );
}

/** Keeps the same password under new parameters, unless it was changed meanwhile. */
export async function replaceHash(
  tx: Tx,
  customer: CustomerId,
  { from, to }: { from: string; to: SealedPassword },
): Promise<void> {
  await sql`
    update identity.password set box = ${to.box}, parameters = ${to.parameters} where customer_id = ${customer} and box = ${from}`.execute(
    tx,
  );
}
