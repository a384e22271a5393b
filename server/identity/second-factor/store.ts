import type { CustomerId, SessionId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { HeldFactors } from './factors.ts';

export async function findFactors(q: Reader, customer: CustomerId): Promise<HeldFactors> {
  const { rows } = await sql<{
    added_at: Temporal.Instant | null;
    last_used_at: Temporal.Instant | null;
    codes_left: number;
    passkeys: number;
    sms_added_at: Temporal.Instant | null;
  }>`
    select a.added_at, a.last_used_at, s.added_at as sms_added_at,
           (select count(*)::int from identity.recovery_code r where r.customer_id = c.id and r.used_at is null) as codes_left,
           (select count(*)::int from identity.passkey p where p.customer_id = c.id) as passkeys
      from identity.customer c left join identity.authenticator a on a.customer_id = c.id
      left join identity.sms_factor s on s.customer_id = c.id where c.id = ${customer}`.execute(q);
  const row = rows[0];
  return {
    authenticator: row?.added_at ? { addedAt: row.added_at, lastUsedAt: row.last_used_at } : null,
    passkeys: row?.passkeys ?? 0,
    sms: row?.sms_added_at ? { addedAt: row.sms_added_at } : null,
    recoveryCodesLeft: row?.codes_left ?? 0,
  };
}

export async function putOffer(
  tx: Tx,
  customer: CustomerId,
  { box, expiresAt }: { box: string; expiresAt: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into identity.authenticator_offer (customer_id, totp_box, expires_at) values (${customer}, ${box}, ${expiresAt.toString()})
    on conflict (customer_id) do update set totp_box = excluded.totp_box, expires_at = excluded.expires_at`.execute(
    tx,
  );
}

export async function findOffer(
  q: Reader,
  customer: CustomerId,
  now: Temporal.Instant,
): Promise<string | null> {
  const { rows } = await sql<{ totp_box: string }>`
    select totp_box from identity.authenticator_offer where customer_id = ${customer} and expires_at > ${now.toString()}`.execute(
    q,
  );
  return rows[0]?.totp_box ?? null;
}

/** Takes the offer that was proven; false when another request took it, or it was made anew meanwhile. */
export async function takeOffer(tx: Tx, customer: CustomerId, box: string): Promise<boolean> {
  const { rows } = await sql`
    delete from identity.authenticator_offer where customer_id = ${customer} and totp_box = ${box} returning 1`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function deleteOffersBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.authenticator_offer where expires_at < ${before.toString()}`.execute(tx);
}

/** A new app takes the place of the one before. */
export async function putAuthenticator(
  tx: Tx,
  customer: CustomerId,
  { box, step, now }: { box: string; step: number; now: Temporal.Instant },
): Promise<void> {
  await sql`delete from identity.authenticator where customer_id = ${customer}`.execute(tx);
  await sql`
    insert into identity.authenticator (customer_id, totp_box, totp_last_step, added_at)
    values (${customer}, ${box}, ${step}, ${now.toString()})`.execute(tx);
}

export async function findAuthenticator(
  q: Reader,
  customer: CustomerId,
): Promise<{ box: string; lastStep: number } | null> {
  const { rows } = await sql<{ totp_box: string; totp_last_step: bigint }>`
    select totp_box, totp_last_step from identity.authenticator where customer_id = ${customer}`.execute(q);
  return rows[0] ? { box: rows[0].totp_box, lastStep: Number(rows[0].totp_last_step) } : null;
}

/** Takes a time step that is later than the last one; one of any number of requests at once gets it. */
export async function takeStep(
  tx: Tx,
  customer: CustomerId,
  { step, now }: { step: number; now: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql`
    update identity.authenticator set totp_last_step = ${step}, last_used_at = ${now.toString()}
     where customer_id = ${customer} and totp_last_step < ${step} returning 1`.execute(tx);
  return rows.length === 1;
}

export async function deleteAuthenticator(tx: Tx, customer: CustomerId): Promise<boolean> {
  const { rows } =
    await sql`delete from identity.authenticator where customer_id = ${customer} returning 1`.execute(tx);
  return rows.length === 1;
}

export async function insertSmsFactor(tx: Tx, customer: CustomerId, now: Temporal.Instant): Promise<void> {
  await sql`
    insert into identity.sms_factor (customer_id, added_at) values (${customer}, ${now.toString()})
    on conflict (customer_id) do nothing`.execute(tx);
}

export async function noteSmsUse(tx: Tx, customer: CustomerId, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    update identity.sms_factor set last_used_at = ${now.toString()} where customer_id = ${customer} returning 1`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function deleteSmsFactor(tx: Tx, customer: CustomerId): Promise<boolean> {
  const { rows } =
    await sql`delete from identity.sms_factor where customer_id = ${customer} returning 1`.execute(tx);
  return rows.length === 1;
}

/** A new set ends the one before, used codes too. */
export async function replaceRecoveryCodes(
  tx: Tx,
  customer: CustomerId,
  hashes: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`delete from identity.recovery_code where customer_id = ${customer}`.execute(tx);
  await sql`
    insert into identity.recovery_code (customer_id, code_hash, made_at)
    select ${customer}, hash, ${now.toString()} from unnest(${hashes}::text[]) hash`.execute(tx);
}

export async function openRecoveryCodes(
  q: Reader,
  customer: CustomerId,
): Promise<{ id: bigint; hash: string }[]> {
  const { rows } = await sql<{ id: bigint; hash: string }>`
    select id, code_hash as hash from identity.recovery_code where customer_id = ${customer} and used_at is null`.execute(
    q,
  );
  return rows;
}

/** Uses one code up; of any number of uses at once one gets it. */
export async function takeRecoveryCode(tx: Tx, id: bigint, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    update identity.recovery_code set used_at = ${now.toString()} where id = ${id} and used_at is null returning 1`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function saveAccessProof(
  tx: Tx,
  session: SessionId,
  { by, now }: { by: 'password' | 'factor'; now: Temporal.Instant },
): Promise<void> {
  await sql`
    update identity.session set proven_at = ${now.toString()}, proven_with = ${by} where id = ${session} and ended_at is null`.execute(
    tx,
  );
}

export async function findAccessProof(
  q: Reader,
  session: SessionId,
): Promise<{ at: Temporal.Instant; by: 'password' | 'factor' } | null> {
  const { rows } = await sql<{ at: Temporal.Instant; by: 'password' | 'factor' }>`
    select proven_at as at, proven_with as by from identity.session where id = ${session} and proven_at is not null`.execute(
    q,
  );
  return rows[0] ?? null;
}
