import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

type Made = { readonly customer: CustomerId; readonly token: string; readonly at: Temporal.Instant };

/** The token of somebody's code; the given one if there was none. */
export async function tokenOf(read: Reader, { customer, token, at }: Made): Promise<string> {
  await sql`
    insert into wallet.pay_code (customer_id, token, created_at) values (${customer}, ${token}, ${at.toString()})
    on conflict (customer_id) do nothing`.execute(read);
  const { rows } = await sql<{ token: string }>`
    select token from wallet.pay_code where customer_id = ${customer}`.execute(read);
  return rows[0]?.token ?? token;
}

export async function saveToken(read: Reader, { customer, token, at }: Made): Promise<void> {
  await sql`
    insert into wallet.pay_code (customer_id, token, created_at) values (${customer}, ${token}, ${at.toString()})
    on conflict (customer_id) do update set token = excluded.token, created_at = excluded.created_at`.execute(
    read,
  );
}

export async function ownerOf(read: Reader, token: string): Promise<CustomerId | null> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from wallet.pay_code where token = ${token}`.execute(read);
  return rows[0]?.customer_id ?? null;
}

/** Since when somebody has the code that they have; null for who never asked for one. */
export async function madeAt(read: Reader, customer: CustomerId): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ created_at: Temporal.Instant }>`
    select created_at from wallet.pay_code where customer_id = ${customer}`.execute(read);
  return rows[0]?.created_at ?? null;
}
