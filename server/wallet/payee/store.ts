import type { CustomerId, MoneyRequestId, PayeeReference } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { AddressReference, NameOutcome, Payee } from './payee.ts';

export async function insertReference(
  tx: Tx,
  { reference, payer, payee, expiresAt, request }: Omit<Payee, 'nameMatch'>,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.payee_reference (id, payer_id, payee_id, request_id, created_at, expires_at)
    values (${reference}, ${payer}, ${payee}, ${request}, ${at.toString()}, ${expiresAt.toString()})`.execute(
    tx,
  );
}

/** Whom a payer's reference means, expired or not. Another payer's reference is not there. */
export async function findReference(
  read: Reader,
  reference: PayeeReference,
  payer: CustomerId,
): Promise<Payee | null> {
  const { rows } = await sql<{
    payee_id: CustomerId;
    expires_at: Temporal.Instant;
    request_id: MoneyRequestId | null;
    name_match: NameOutcome | null;
  }>`
    select payee_id, expires_at, request_id, name_match from wallet.payee_reference where id = ${reference} and payer_id = ${payer} and payee_id is not null`.execute(
    read,
  );
  const row = rows[0];
  if (!row) return null;
  const { payee_id: payee, expires_at: expiresAt, request_id: request, name_match: nameMatch } = row;
  return { reference, payer, payee, expiresAt, request, nameMatch };
}

/** Keeps how the last name that was tried stands to the payee's. */
export async function saveNameMatch(
  tx: Tx,
  { reference, payer }: Pick<Payee, 'reference' | 'payer'>,
  outcome: NameOutcome,
): Promise<void> {
  await sql`
    update wallet.payee_reference set name_match = ${outcome} where id = ${reference} and payer_id = ${payer}`.execute(
    tx,
  );
}

/** Forgets references that nobody can need for a repeated request any more. */
export async function deleteReferencesBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from wallet.payee_reference where expires_at < ${before.toString()}`.execute(tx);
}

export async function insertAddressReference(
  tx: Tx,
  { reference, payer, kind, key, expiresAt }: AddressReference,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.payee_reference (id, payer_id, address_kind, address, created_at, expires_at)
    values (${reference}, ${payer}, ${kind}, ${key}, ${at.toString()}, ${expiresAt.toString()})`.execute(tx);
}

/** The address that a payer's reference means, expired or not; null of a reference to a person. */
export async function findAddressReference(
  read: Reader,
  reference: PayeeReference,
  payer: CustomerId,
): Promise<AddressReference | null> {
  const { rows } = await sql<{ kind: 'email' | 'phone'; key: string; expires_at: Temporal.Instant }>`
    select address_kind as kind, address as key, expires_at from wallet.payee_reference
     where id = ${reference} and payer_id = ${payer} and address is not null`.execute(read);
  const row = rows[0];
  return row ? { reference, payer, kind: row.kind, key: row.key, expiresAt: row.expires_at } : null;
}
