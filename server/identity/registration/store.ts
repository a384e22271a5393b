import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type NewCustomer = {
  id: CustomerId;
  name: string;
  email: { written: string; key: string };
  phone: string;
  locale: Locale;
  timeZone: string;
  terms: { version: string; locale: Locale };
  at: Temporal.Instant;
};

export async function insertCustomer(
  tx: Tx,
  { id, name, email, phone, locale, timeZone, terms, at }: NewCustomer,
): Promise<void> {
  const now = at.toString();
  await sql`insert into identity.customer (id, locale, time_zone, created_at) values (${id}, ${locale}, ${timeZone}, ${now})`.execute(
    tx,
  );
  await sql`
    insert into identity.profile (customer_id, name, email, email_key, phone)
    values (${id}, ${name}, ${email.written}, ${email.key}, ${phone})`.execute(tx);
  await sql`
    insert into identity.terms_acceptance (customer_id, version, locale, accepted_at)
    values (${id}, ${terms.version}, ${terms.locale}, ${now})`.execute(tx);
}

/** The newest account that claims a mail address and has not proven it. */
export async function findNewestClaim(
  q: Reader,
  emailKey: string,
): Promise<{ customer: CustomerId; box: string } | null> {
  const { rows } = await sql<{ customer_id: CustomerId; box: string }>`
    select p.customer_id, w.box
      from identity.profile p join identity.password w on w.customer_id = p.customer_id
     where p.email_key = ${emailKey} and p.email_verified_at is null
     order by p.customer_id desc limit 1`.execute(q);
  return rows[0] ? { customer: rows[0].customer_id, box: rows[0].box } : null;
}

/** Accounts that have proven this mail address or this phone. */
export async function findOwners(
  q: Reader,
  { emailKey, phone }: { emailKey: string; phone: string },
): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from identity.profile
     where (email_key = ${emailKey} and email_verified_at is not null) or (phone = ${phone} and phone_verified_at is not null)
     order by customer_id`.execute(q);
  return rows.map(({ customer_id }) => customer_id);
}
