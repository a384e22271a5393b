import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Address } from '../profile/store.ts';
import { CANDIDATES, type Candidate } from './sign-in.ts';

/** The account that has proven the address, then the newest that claims it. */
export async function findCandidates(q: Reader, { kind, key }: Address): Promise<Candidate[]> {
  const matches = {
    email: sql`p.email_key = ${key}`,
    phone: sql`p.phone = ${key}`,
    handle: sql`p.handle = ${key}`,
  }[kind];
  const proven = {
    email: sql`p.email_verified_at`,
    phone: sql`p.phone_verified_at`,
    handle: sql`c.created_at`,
  }[kind];
  const { rows } = await sql<{ customer_id: CustomerId; box: string; is_owner: boolean }>`
    select p.customer_id, w.box, ${proven} is not null as is_owner
      from identity.profile p join identity.password w on w.customer_id = p.customer_id join identity.customer c on c.id = p.customer_id
     where ${matches} order by ${proven} is null, p.customer_id desc limit ${CANDIDATES}`.execute(q);
  return rows.map(({ customer_id, box, is_owner }) => ({ customer: customer_id, box, isOwner: is_owner }));
}

/** Whether the owner was told since then that signing in is paused. */
export async function wasToldSince(
  q: Reader,
  customer: CustomerId,
  since: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.security_event where customer_id = ${customer} and kind = 'sign_in_paused' and at > ${since.toString()} limit 1`.execute(
    q,
  );
  return rows.length > 0;
}

export async function insertPending(
  tx: Tx,
  pending: {
    tokenHash: Uint8Array;
    customer: CustomerId;
    afterReset: boolean;
    now: Temporal.Instant;
    expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await sql`
    insert into identity.pending_sign_in (token_hash, customer_id, after_reset, created_at, expires_at)
    values (${pending.tokenHash}, ${pending.customer}, ${pending.afterReset}, ${pending.now.toString()}, ${pending.expiresAt.toString()})`.execute(
    tx,
  );
}

export async function findPending(
  q: Reader,
  tokenHash: Uint8Array,
  now: Temporal.Instant,
): Promise<{ customer: CustomerId; expiresAt: Temporal.Instant } | null> {
  const { rows } = await sql<{ customer_id: CustomerId; expires_at: Temporal.Instant }>`
    select customer_id, expires_at from identity.pending_sign_in
     where token_hash = ${tokenHash} and expires_at > ${now.toString()}`.execute(q);
  return rows[0] ? { customer: rows[0].customer_id, expiresAt: rows[0].expires_at } : null;
}

export async function takePending(
  tx: Tx,
  tokenHash: Uint8Array,
  now: Temporal.Instant,
): Promise<{ customer: CustomerId; afterReset: boolean } | null> {
  const { rows } = await sql<{ customer_id: CustomerId; after_reset: boolean }>`
    delete from identity.pending_sign_in where token_hash = ${tokenHash} and expires_at > ${now.toString()} returning customer_id, after_reset`.execute(
    tx,
  );
  return rows[0] ? { customer: rows[0].customer_id, afterReset: rows[0].after_reset } : null;
}

/** Whoever stands between password and second factor begins again: the password has changed, or everybody is to leave. */
export async function deletePendingOf(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from identity.pending_sign_in where customer_id = ${customer}`.execute(tx);
}

export async function deletePendingBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.pending_sign_in where expires_at < ${before.toString()}`.execute(tx);
}

/** Who has proven mail and phone and owns this address. */
export async function findOwner(q: Reader, { kind, key }: Address): Promise<CustomerId | null> {
  const matches = {
    email: sql`email_key = ${key}`,
    phone: sql`phone = ${key}`,
    handle: sql`handle = ${key}`,
  }[kind];
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from identity.profile
     where ${matches} and email_verified_at is not null and phone_verified_at is not null`.execute(q);
  return rows[0]?.customer_id ?? null;
}
