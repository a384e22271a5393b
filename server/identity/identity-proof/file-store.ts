import type { CustomerId, ProofFileId, ProofId } from '#common/id';
import type { ProofItem } from '#common/identity-proof';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type ProofFile = {
  readonly id: ProofFileId;
  readonly proof: ProofId;
  readonly customer: CustomerId;
  readonly item: ProofItem;
  readonly pages: number;
  readonly wrappedKey: string;
};
const COLUMNS = sql`f.id, f.proof_id as proof, p.customer_id as customer, f.item, f.pages, f.wrapped_key as "wrappedKey"`;
const FILES = sql`identity.proof_file f join identity.proof p on p.id = f.proof_id`;

export async function insertFile(
  tx: Tx,
  { id, proof, item, pages, wrappedKey }: Omit<ProofFile, 'customer'>,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.proof_file (id, proof_id, item, pages, wrapped_key, created_at)
    values (${id}, ${proof}, ${item}, ${pages}, ${wrappedKey}, ${now.toString()})`.execute(tx);
}

/** A file that was not deleted. */
export async function findFile(read: Reader, id: ProofFileId): Promise<ProofFile | null> {
  const { rows } = await sql<ProofFile>`
    select ${COLUMNS} from ${FILES} where f.id = ${id} and f.deleted_at is null`.execute(read);
  return rows[0] ?? null;
}

export async function filesOf(read: Reader, proof: ProofId): Promise<ProofFile[]> {
  const { rows } = await sql<ProofFile>`
    select ${COLUMNS} from ${FILES} where f.proof_id = ${proof} and f.deleted_at is null order by f.id`.execute(
    read,
  );
  return rows;
}

/** Of all proofs of a customer. */
export async function filesOfCustomer(read: Reader, customer: CustomerId): Promise<ProofFile[]> {
  const { rows } = await sql<ProofFile>`
    select ${COLUMNS} from ${FILES} where p.customer_id = ${customer} and f.deleted_at is null order by f.id`.execute(
    read,
  );
  return rows;
}

/** Throws its key away: from now on nobody opens it, nor a copy of it that somebody kept. */
export async function deleteFile(tx: Tx, id: ProofFileId, now: Temporal.Instant): Promise<void> {
  await sql`update identity.proof_file set wrapped_key = null, deleted_at = ${now.toString()} where id = ${id}`.execute(
    tx,
  );
}

/** Files whose key is wrapped by another key than this, in steps. */
export async function filesNotWrappedBy(read: Reader, keyMark: string, limit: number): Promise<ProofFile[]> {
  const { rows } = await sql<ProofFile>`
    select ${COLUMNS} from ${FILES} where f.wrapped_key is not null and not starts_with(f.wrapped_key, ${keyMark})
     order by f.id limit ${limit}`.execute(read);
  return rows;
}

export async function rewrapFile(tx: Tx, id: ProofFileId, from: string, to: string): Promise<void> {
  await sql`update identity.proof_file set wrapped_key = ${to} where id = ${id} and wrapped_key = ${from}`.execute(
    tx,
  );
}

export type SealedText = { readonly proof: ProofId; readonly item: ProofItem; readonly sealed: string };

export async function answersNotSealedBy(
  read: Reader,
  keyMark: string,
  limit: number,
): Promise<SealedText[]> {
  const { rows } = await sql<SealedText>`
    select proof_id as proof, item, sealed from identity.proof_answer
     where sealed is not null and not starts_with(sealed, ${keyMark}) order by proof_id, item limit ${limit}`.execute(
    read,
  );
  return rows;
}

export type SealedNote = SealedText & { readonly decision: string };

/** What reviewers wrote beside refusals, sealed by another key than this. */
export async function notesNotSealedBy(read: Reader, keyMark: string, limit: number): Promise<SealedNote[]> {
  const { rows } = await sql<SealedNote>`
    select r.decision_id::text as decision, d.proof_id as proof, r.item, r.sealed_note as sealed
      from identity.proof_refusal r join identity.proof_decision d on d.id = r.decision_id
     where r.sealed_note is not null and not starts_with(r.sealed_note, ${keyMark}) order by r.decision_id, r.item limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function resealNote(tx: Tx, { decision, item, sealed }: SealedNote, to: string): Promise<void> {
  await sql`
    update identity.proof_refusal set sealed_note = ${to}
     where decision_id::text = ${decision} and item = ${item} and sealed_note = ${sealed}`.execute(tx);
}

/** Names of files that have a row with a key, out of these. */
export async function knownFiles(read: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from identity.proof_file where id = any(${ids}::text[]) and wrapped_key is not null`.execute(
    read,
  );
  return new Set(rows.map(({ id }) => id));
}
