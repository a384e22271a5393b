import type { CustomerId, OperationId, QuoteId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { JsonObject, Quote } from './quote.ts';

export async function insertQuote(tx: Tx, quote: Quote): Promise<void> {
  await sql`
    insert into operations.quote (id, kind, owner_id, terms, basis, created_at, expires_at, signature)
    values (${quote.id}, ${quote.kind}, ${quote.owner}, ${JSON.stringify(quote.terms)}, ${JSON.stringify(quote.basis)},
            ${quote.createdAt.toString()}, ${quote.expiresAt.toString()}, ${quote.signature})`.execute(tx);
}

type Row = {
  id: QuoteId;
  kind: string;
  owner_id: CustomerId;
  terms: JsonObject;
  basis: JsonObject;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  signature: string;
  consumed_by: OperationId | null;
};

export async function findQuote(
  read: Reader,
  id: QuoteId,
  owner: CustomerId,
): Promise<{ quote: Quote; consumedBy: OperationId | null } | null> {
  const { rows } = await sql<Row>`
    select id, kind, owner_id, terms, basis, created_at, expires_at, signature, consumed_by
      from operations.quote where id = ${id} and owner_id = ${owner}`.execute(read);
  const row = rows[0];
  if (!row) return null;
  const {
    owner_id: ownerId,
    created_at: createdAt,
    expires_at: expiresAt,
    consumed_by: consumedBy,
    ...rest
  } = row;
  return { quote: { ...rest, owner: ownerId, createdAt, expiresAt }, consumedBy };
}

/** False if another operation took it first. */
export async function markConsumed(
  tx: Tx,
  id: QuoteId,
  by: OperationId,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update operations.quote set consumed_by = ${by}, consumed_at = ${at.toString()}
     where id = ${id} and consumed_by is null
     returning id`.execute(tx);
  return rows.length === 1;
}
