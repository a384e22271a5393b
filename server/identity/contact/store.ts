import type { CustomerId, SessionId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { ContactKind, Written } from './contact.ts';

export type Change = Written & {
  readonly customer: CustomerId;
  readonly kind: ContactKind;
  readonly session: SessionId;
};

/** Keeps what is to be proven; the change of this kind that was asked for before is over. */
export async function putChange(
  tx: Tx,
  { customer, kind, session, written, address }: Change,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.contact_change (customer_id, kind, session_id, written, address, requested_at)
    values (${customer}, ${kind}, ${session}, ${written}, ${address}, ${now.toString()})
    on conflict (customer_id, kind) do update set
      session_id = excluded.session_id, written = excluded.written, address = excluded.address, requested_at = excluded.requested_at`.execute(
    tx,
  );
}

/** The session that asked for a change; null when none is open. */
export async function askedBy(q: Reader, customer: CustomerId, kind: ContactKind): Promise<SessionId | null> {
  const { rows } = await sql<{ session_id: SessionId }>`
    select session_id from identity.contact_change where customer_id = ${customer} and kind = ${kind}`.execute(
    q,
  );
  return rows[0]?.session_id ?? null;
}

/** Takes the change that was proven; null when another was asked for meanwhile. */
export async function takeChange(
  tx: Tx,
  { customer, kind, session, address }: Omit<Change, 'written'>,
): Promise<Written | null> {
  const { rows } = await sql<Written>`
    delete from identity.contact_change
     where customer_id = ${customer} and kind = ${kind} and session_id = ${session} and address = ${address}
    returning written, address`.execute(tx);
  return rows[0] ?? null;
}

/** Puts a proven address in the place of the one before, which is answered. The unique index has the last word on whose it is. */
export async function replaceContact(
  tx: Tx,
  customer: CustomerId,
  { kind, written, address }: Written & { kind: ContactKind },
  now: Temporal.Instant,
): Promise<Written | null> {
  const at = now.toString();
  const before = sql`with before as (select email, email_key, phone from identity.profile where customer_id = ${customer} for update)`;
  const { rows } = await (
    kind === 'email'
      ? sql<Written>`${before}
          update identity.profile p set email = ${written}, email_key = ${address}, email_verified_at = ${at} from before
           where p.customer_id = ${customer} returning before.email as written, before.email_key as address`
      : sql<Written>`${before}
          update identity.profile p set phone = ${address}, phone_verified_at = ${at} from before
           where p.customer_id = ${customer} returning before.phone as written, before.phone as address`
  ).execute(tx);
  return rows[0] ?? null;
}

/** Keeps an address that was given up out of everybody else's reach; its number, by which it can be told. */
export async function holdFormer(
  tx: Tx,
  customer: CustomerId,
  { kind, written, address }: Written & { kind: ContactKind },
  { now, until }: { now: Temporal.Instant; until: Temporal.Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into identity.former_contact (customer_id, kind, written, address, given_up_at, held_until)
    values (${customer}, ${kind}, ${written}, ${address}, ${now.toString()}, ${until.toString()})
    returning id::text as id`.execute(tx);
  return rows[0]?.id ?? '';
}

/** An address that this customer has given up, for whoever tells it of that. */
export async function formerContact(q: Reader, customer: CustomerId, id: string): Promise<string | null> {
  const { rows } = await sql<{ written: string }>`
    select written from identity.former_contact where customer_id = ${customer} and id::text = ${id}`.execute(
    q,
  );
  return rows[0]?.written ?? null;
}

export async function deleteFormerBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.former_contact where held_until < ${before.toString()}`.execute(tx);
}

/** Who has proven this address, apart from one customer. */
export async function otherOwner(
  q: Reader,
  customer: CustomerId,
  { kind, address }: { kind: ContactKind; address: string },
): Promise<CustomerId | null> {
  const proven =
    kind === 'email'
      ? sql`email_key = ${address} and email_verified_at is not null`
      : sql`phone = ${address} and phone_verified_at is not null`;
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from identity.profile where ${proven} and customer_id <> ${customer}`.execute(q);
  return rows[0]?.customer_id ?? null;
}
