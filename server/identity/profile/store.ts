import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { type Customer, type Findable, shownName, type Terms } from './customer.ts';
import type { Handle } from './handle.ts';

type Row = {
  id: CustomerId;
  name: string;
  email: string;
  phone: string;
  handle: string | null;
  locale: Locale;
  time_zone: string;
  email_verified: boolean;
  phone_verified: boolean;
  has_payment_password: boolean;
  findable_by_email: boolean;
  findable_by_phone: boolean;
  findable_by_handle: boolean;
  created_at: Temporal.Instant;
};

const customerOf = (row: Row): Customer => ({
  id: row.id,
  name: row.name,
  ...shownName(row.name),
  email: row.email,
  phone: row.phone,
  handle: row.handle,
  locale: row.locale,
  timeZone: row.time_zone,
  emailVerified: row.email_verified,
  phoneVerified: row.phone_verified,
  hasPaymentPassword: row.has_payment_password,
  findableBy: {
    email: row.findable_by_email,
    phone: row.findable_by_phone,
    handle: row.findable_by_handle,
  },
  createdAt: row.created_at,
});

const CUSTOMER = sql`
  select c.id, p.name, p.email, p.phone, p.handle, c.locale, c.time_zone, p.email_verified_at is not null as email_verified,
         p.phone_verified_at is not null as phone_verified, c.created_at, p.findable_by_email, p.findable_by_phone, p.findable_by_handle,
         exists (select from identity.payment_password w where w.customer_id = c.id) as has_payment_password
    from identity.customer c join identity.profile p on p.customer_id = c.id`;

export async function findCustomer(q: Reader, id: CustomerId): Promise<Customer | null> {
  const { rows } = await sql<Row>`${CUSTOMER} where c.id = ${id}`.execute(q);
  return rows[0] ? customerOf(rows[0]) : null;
}

/** People, in one question for many. */
export async function findCustomers(q: Reader, ids: readonly CustomerId[]): Promise<Customer[]> {
  const { rows } = await sql<Row>`${CUSTOMER} where c.id = any(${[...new Set(ids)]}::text[])`.execute(q);
  return rows.map(customerOf);
}

/** Names of people, in one question for many. */
export async function namesOf(q: Reader, ids: readonly CustomerId[]): Promise<Map<CustomerId, string>> {
  const { rows } = await sql<{ id: CustomerId; name: string }>`
    select customer_id as id, name from identity.profile where customer_id = any(${[...new Set(ids)]}::text[])`.execute(
    q,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function idsAfter(q: Reader, after: string, limit: number): Promise<CustomerId[]> {
  const { rows } = await sql<{ id: CustomerId }>`
    select id from identity.customer where id > ${after} order by id limit ${limit}`.execute(q);
  return rows.map(({ id }) => id);
}

/** What a payee was looked for by. */
export type Address = { readonly kind: 'email' | 'phone' | 'handle'; readonly key: string };

/** The verified person with this address, unless the owner does not want to be found by it. */
export async function findFindable(q: Reader, { kind, key }: Address): Promise<Customer | null> {
  const matches = {
    email: sql`p.email_key = ${key} and p.findable_by_email`,
    phone: sql`p.phone = ${key} and p.findable_by_phone`,
    handle: sql`p.handle = ${key} and p.findable_by_handle`,
  }[kind];
  const { rows } = await sql<Row>`
    ${CUSTOMER} where ${matches} and p.email_verified_at is not null and p.phone_verified_at is not null`.execute(
    q,
  );
  return rows[0] ? customerOf(rows[0]) : null;
}

/** The latest terms that the person accepted. */
export async function acceptedTerms(q: Reader, id: CustomerId): Promise<Terms | null> {
  const { rows } = await sql<{ version: string; accepted_at: Temporal.Instant }>`
    select version, accepted_at from identity.terms_acceptance where customer_id = ${id} order by accepted_at desc limit 1`.execute(
    q,
  );
  return rows[0] ? { version: rows[0].version, acceptedAt: rows[0].accepted_at } : null;
}

export async function saveLocale(tx: Tx, id: CustomerId, locale: Locale): Promise<void> {
  await sql`update identity.customer set locale = ${locale} where id = ${id}`.execute(tx);
}

export async function saveTimeZone(tx: Tx, id: CustomerId, zone: string): Promise<void> {
  await sql`update identity.customer set time_zone = ${zone} where id = ${id}`.execute(tx);
}

export async function saveHandle(tx: Tx, id: CustomerId, handle: string | null): Promise<void> {
  await sql`update identity.profile set handle = ${handle} where customer_id = ${id}`.execute(tx);
}

/** Takes a name back from an account that claimed it before `before` and was never verified. */
export async function takeBackUnproven(tx: Tx, key: string, before: Temporal.Instant): Promise<void> {
  await sql`
    with taken as (
      delete from identity.handle_claim h using identity.profile p
       where h.handle_key = ${key} and h.claimed_at < ${before.toString()} and p.customer_id = h.customer_id
         and (p.email_verified_at is null or p.phone_verified_at is null)
      returning h.customer_id)
    update identity.profile set handle = null where customer_id in (select customer_id from taken)`.execute(
    tx,
  );
}

/** Claims a name that is free, the person's own, or was given up before `releasedBefore`. False when it is somebody's. */
export async function claimHandle(
  tx: Tx,
  id: CustomerId,
  { key }: Handle,
  { now, releasedBefore }: { now: Temporal.Instant; releasedBefore: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.handle_claim as claim (handle_key, customer_id, claimed_at)
    values (${key}, ${id}, ${now.toString()})
    on conflict (handle_key) do update set customer_id = excluded.customer_id, claimed_at = excluded.claimed_at, released_at = null
      where claim.customer_id = excluded.customer_id or claim.released_at < ${releasedBefore.toString()}
    returning 1`.execute(tx);
  return rows.length === 1;
}

export async function releaseHandles(tx: Tx, id: CustomerId, now: Temporal.Instant): Promise<void> {
  await sql`update identity.handle_claim set released_at = ${now.toString()} where customer_id = ${id} and released_at is null`.execute(
    tx,
  );
}

export async function saveFindable(
  tx: Tx,
  id: CustomerId,
  { email, phone, handle }: Findable,
): Promise<void> {
  await sql`
    update identity.profile
       set findable_by_email = ${email}, findable_by_phone = ${phone}, findable_by_handle = ${handle}
     where customer_id = ${id}`.execute(tx);
}
