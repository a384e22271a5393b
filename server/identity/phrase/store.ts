import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type SealedPhrase = {
  readonly customer: CustomerId;
  readonly box: string;
  readonly setAt: Temporal.Instant;
};

/** Phrases of these people, in one question for many. */
export async function findPhrases(q: Reader, customers: readonly CustomerId[]): Promise<SealedPhrase[]> {
  const { rows } = await sql<SealedPhrase>`
    select customer_id as customer, box, set_at as "setAt" from identity.phrase
     where customer_id = any(${[...new Set(customers)]}::text[])`.execute(q);
  return rows;
}

export async function savePhrase(tx: Tx, { customer, box, setAt }: SealedPhrase): Promise<void> {
  await sql`
    insert into identity.phrase (customer_id, box, set_at) values (${customer}, ${box}, ${setAt.toString()})
    on conflict (customer_id) do update set box = excluded.box, set_at = excluded.set_at`.execute(tx);
}

export async function deletePhrase(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.phrase where customer_id = ${customer}`.execute(tx);
}
