import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import {
  type BudgetName,
  BUDGETS,
  CODE_TRIES,
  provenBy,
  type Purpose,
  type SentPurpose,
  type Spent,
  wayOf,
} from './proof.ts';

/** Keeps other requests of this customer waiting until the transaction ends, so that two at once do not both fit a budget. */
export async function lockCustomer(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select from identity.customer where id = ${customer} for no key update`.execute(tx);
}

export type MessageRequest = {
  customer: CustomerId;
  purpose: SentPurpose | 'repeated';
  again: boolean;
  addressHash: Uint8Array;
  sourceHash: Uint8Array;
  at: Temporal.Instant;
};

export async function insertRequest(
  tx: Tx,
  { customer, purpose, again, addressHash, sourceHash, at }: MessageRequest,
): Promise<void> {
  await sql`
    insert into identity.message_request (customer_id, purpose, again, address_hash, source_hash, requested_at)
    values (${customer}, ${purpose}, ${again}, ${addressHash}, ${sourceHash}, ${at.toString()})`.execute(tx);
}

/** When each budget was filled by what was asked for before. */
export async function spentBudgets(
  tx: Tx,
  { customer, purpose, addressHash, sourceHash }: Omit<MessageRequest, 'again' | 'at'>,
): Promise<Spent> {
  const own = sql`customer_id = ${customer} and purpose = ${purpose}`;
  const nth = (name: BudgetName, among: typeof own) => sql`
    (select requested_at from identity.message_request where ${among} order by requested_at desc offset ${BUDGETS[name].limit - 1} limit 1)`;
  const { rows } = await sql<Record<string, Temporal.Instant | null>>`
    select ${nth('spacing', own)} as spacing, ${nth('account', sql`${own} and again`)} as account, ${nth('accountDay', sql`${own} and again`)} as account_day,
           ${nth('address', sql`address_hash = ${addressHash}`)} as address, ${nth('source', sql`source_hash = ${sourceHash} and again`)} as source`.execute(
    tx,
  );
  const row = rows[0] ?? {};
  return {
    spacing: row['spacing'] ?? null,
    account: row['account'] ?? null,
    accountDay: row['account_day'] ?? null,
    address: row['address'] ?? null,
    source: row['source'] ?? null,
  };
}

/** Asks for a proof; whatever was sent before is dead from now on. */
export async function putProof(
  tx: Tx,
  { customer, purpose, address }: { customer: CustomerId; purpose: SentPurpose; address: string },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.contact_proof (customer_id, purpose, address, requested_at)
    values (${customer}, ${purpose}, ${address}, ${at.toString()})
    on conflict (customer_id, purpose) do update set
      address = excluded.address, requested_at = excluded.requested_at, secret_hash = null, sent_at = null, expires_at = null, tries = 0, used_at = null`.execute(
    tx,
  );
}

/** The proof that is asked for and still open, held until the transaction ends. */
export async function lockOpenProof(
  tx: Tx,
  customer: CustomerId,
  purpose: SentPurpose,
  requestedAfter: Temporal.Instant,
): Promise<{ address: string } | null> {
  const { rows } = await sql<{ address: string }>`
    select address from identity.contact_proof
     where customer_id = ${customer} and purpose = ${purpose} and used_at is null and requested_at > ${requestedAfter.toString()} for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function setSecret(
  tx: Tx,
  { customer, purpose, secretHash }: { customer: CustomerId; purpose: SentPurpose; secretHash: string },
  times: { now: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<void> {
  await sql`
    update identity.contact_proof set secret_hash = ${secretHash}, sent_at = ${times.now.toString()}, expires_at = ${times.expiresAt.toString()}, tries = 0
     where customer_id = ${customer} and purpose = ${purpose}`.execute(tx);
}

/** Uses the proof of a link; one of any number of uses at once gets it. */
export async function useLink(
  tx: Tx,
  { secretHash, purpose }: { secretHash: string; purpose: SentPurpose },
  now: Temporal.Instant,
): Promise<{ customer: CustomerId; address: string } | null> {
  const { rows } = await sql<{ customer_id: CustomerId; address: string }>`
    update identity.contact_proof set used_at = ${now.toString()}
     where secret_hash = ${secretHash} and purpose = ${purpose} and used_at is null and expires_at > ${now.toString()}
    returning customer_id, address`.execute(tx);
  return rows[0] ? { customer: rows[0].customer_id, address: rows[0].address } : null;
}

/** Charges one try at the code, before the code is looked at; null when there is no code that could still be tried. */
export async function chargeCodeTry(
  q: Reader,
  { customer, purpose }: { customer: CustomerId; purpose: SentPurpose },
  now: Temporal.Instant,
): Promise<{ secretHash: string; address: string; tries: number } | null> {
  const { rows } = await sql<{ secret_hash: string; address: string; tries: number }>`
    update identity.contact_proof set tries = tries + 1
     where customer_id = ${customer} and purpose = ${purpose} and used_at is null and expires_at > ${now.toString()} and tries < ${CODE_TRIES}
    returning secret_hash, address, tries`.execute(q);
  return rows[0] ? { secretHash: rows[0].secret_hash, address: rows[0].address, tries: rows[0].tries } : null;
}

export async function useCode(
  tx: Tx,
  { customer, purpose, secretHash }: { customer: CustomerId; purpose: SentPurpose; secretHash: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update identity.contact_proof set used_at = ${now.toString()}
     where customer_id = ${customer} and purpose = ${purpose} and secret_hash = ${secretHash} and used_at is null returning 1`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Another account has proven this address, or had it until a short while ago. */
export async function isOthers(
  q: Reader,
  customer: CustomerId,
  purpose: Purpose,
  address: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const proven =
    purpose === 'email'
      ? sql`email_key = ${address} and email_verified_at is not null`
      : sql`phone = ${address} and phone_verified_at is not null`;
  const { rows } = await sql`
    select 1 from identity.profile where ${proven} and customer_id <> ${customer}
    union all
    select 1 from identity.former_contact
     where kind = ${purpose} and address = ${address} and held_until > ${now.toString()} and customer_id <> ${customer}`.execute(
    q,
  );
  return rows.length > 0;
}

/** Marks the address as proven if it is still the person's; the unique index has the last word when two prove it at once. */
export async function markProven(
  tx: Tx,
  customer: CustomerId,
  { purpose, address }: { purpose: Purpose; address: string },
  now: Temporal.Instant,
): Promise<{ email: string } | null> {
  const at = now.toString();
  const { rows } = await (
    purpose === 'email'
      ? sql<{
          email: string;
        }>`update identity.profile set email_verified_at = coalesce(email_verified_at, ${at}) where customer_id = ${customer} and email_key = ${address} returning email`
      : sql<{
          email: string;
        }>`update identity.profile set phone_verified_at = coalesce(phone_verified_at, ${at}) where customer_id = ${customer} and phone = ${address} returning email`
  ).execute(tx);
  return rows[0] ?? null;
}

/** An address: folded, as its owner writes it, and whether it has answered. */
export type Contact = { address: string; written: string; proven: boolean };

/** The address, if it is the person's own by now, or was until a short while ago. */
export async function ownAddress(
  q: Reader,
  customer: CustomerId,
  address: string,
  now: Temporal.Instant,
): Promise<Contact | null> {
  const { rows } = await sql<Contact>`
    select address, written, true as proven from (
      select email_key as address, email as written from identity.profile where customer_id = ${customer} and email_verified_at is not null
      union all
      select phone, phone from identity.profile where customer_id = ${customer} and phone_verified_at is not null
      union all
      select address, written from identity.former_contact where customer_id = ${customer} and held_until > ${now.toString()}) own
     where address = ${address} limit 1`.execute(q);
  return rows[0] ?? null;
}

/** Where a message for this purpose goes to. */
export async function addressOf(
  q: Reader,
  customer: CustomerId,
  purpose: SentPurpose,
): Promise<Contact | null> {
  const { rows } = await addressQuery(customer, purpose).execute(q);
  return rows[0] ?? null;
}

function addressQuery(customer: CustomerId, purpose: SentPurpose) {
  if (purpose === 'new_email' || purpose === 'new_phone')
    return sql<Contact>`
      select address, written, false as proven from identity.contact_change
       where customer_id = ${customer} and kind = ${provenBy(purpose)}`;
  // Whoever closed the account let go of the address; it was proven then, and the code goes to it only.
  if (purpose === 'closure_email')
    return sql<Contact>`
      select email_key as address, email as written, true as proven from identity.profile p
       where customer_id = ${customer} and exists (select from identity.closure_record r where r.customer_id = p.customer_id)`;
  return wayOf[purpose] === 'mail'
    ? sql<Contact>`
        select email_key as address, email as written, email_verified_at is not null as proven
          from identity.profile where customer_id = ${customer}`
    : sql<Contact>`
        select phone as address, phone as written, phone_verified_at is not null as proven
          from identity.profile where customer_id = ${customer}`;
}

/** Messages of one purpose that were asked for since then. */
export async function countRequestsSince(
  q: Reader,
  customer: CustomerId,
  purpose: MessageRequest['purpose'],
  since: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from identity.message_request where customer_id = ${customer} and purpose = ${purpose} and requested_at > ${since.toString()}`.execute(
    q,
  );
  return Number(rows[0]?.count ?? 0n);
}

export async function deleteRequestsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.message_request where requested_at < ${before.toString()}`.execute(tx);
}

/** Whose link this is, as long as it can be used; for what must be asked before it is used up. */
export async function findLink(
  q: Reader,
  { secretHash, purpose }: { secretHash: string; purpose: SentPurpose },
  now: Temporal.Instant,
): Promise<CustomerId | null> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    select customer_id from identity.contact_proof
     where secret_hash = ${secretHash} and purpose = ${purpose} and used_at is null and expires_at > ${now.toString()}`.execute(
    q,
  );
  return rows[0]?.customer_id ?? null;
}

/** What was sent for these purposes is worth nothing any more. */
export async function deleteProofs(
  tx: Tx,
  customer: CustomerId,
  purposes: readonly SentPurpose[],
): Promise<void> {
  await sql`delete from identity.contact_proof where customer_id = ${customer} and purpose = any(${[...purposes]}::text[])`.execute(
    tx,
  );
}
