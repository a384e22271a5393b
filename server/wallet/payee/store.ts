import type { CustomerId, MoneyRequestId, PayeeReference } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Payee } from './payee.ts';

export async function insertReference(
  tx: Tx,
  { reference, payer, payee, expiresAt, request }: Payee,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.payee_reference (id, payer_id, payee_id, request_id, created_at, expires_at)
    values (${reference}, ${payer}, ${payee}, ${request}, ${at.toString()}, ${expiresAt.toString()})`.execute(tx);
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
  }>`
    select payee_id, expires_at, request_id from wallet.payee_reference where id = ${reference} and payer_id = ${payer}`.execute(
    read,
  );
  const row = rows[0];
  return row ? { reference, payer, payee: row.payee_id, expiresAt: row.expires_at, request: row.request_id } : null;
}

/** Forgets references that nobody can need for a repeated request any more. */
export async function deleteReferencesBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from wallet.payee_reference where expires_at < ${before.toString()}`.execute(tx);
}
