import type { CustomerId, PasskeyId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { ChallengePurpose, Passkey } from './passkey.ts';

type Row = {
  id: PasskeyId;
  customer_id: CustomerId;
  credential_id: string;
  public_key: Buffer;
  counter: bigint;
  name: string;
  transports: string[];
  backup_eligible: boolean;
  backed_up: boolean;
  aaguid: string;
  added_at: Temporal.Instant;
  last_used_at: Temporal.Instant | null;
};
const passkeyOf = (row: Row): Passkey => ({
  id: row.id,
  customer: row.customer_id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: Number(row.counter),
  name: row.name,
  transports: row.transports,
  backupEligible: row.backup_eligible,
  backedUp: row.backed_up,
  aaguid: row.aaguid,
  addedAt: row.added_at,
  lastUsedAt: row.last_used_at,
});
const COLUMNS = sql`id, customer_id, credential_id, public_key, counter, name, transports, backup_eligible, backed_up, aaguid, added_at, last_used_at`;

export async function listPasskeys(q: Reader, customer: CustomerId): Promise<Passkey[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from identity.passkey where customer_id = ${customer} order by added_at, id`.execute(q);
  return rows.map(passkeyOf);
}

export async function findByCredential(q: Reader, credentialId: string): Promise<Passkey | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from identity.passkey where credential_id = ${credentialId}`.execute(q);
  return rows[0] ? passkeyOf(rows[0]) : null;
}

/** False when this credential is somebody's already. */
export async function insertPasskey(tx: Tx, passkey: Passkey): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.passkey (${COLUMNS})
    values (${passkey.id}, ${passkey.customer}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.counter}, ${passkey.name},
            ${[...passkey.transports]}::text[], ${passkey.backupEligible}, ${passkey.backedUp}, ${passkey.aaguid}, ${passkey.addedAt.toString()}, null)
    on conflict (credential_id) do nothing returning 1`.execute(tx);
  return rows.length === 1;
}

/** Notes a use. False when the passkey is gone, or its counter was taken by another use. */
export async function noteUse(
  tx: Tx,
  id: PasskeyId,
  { counter, backedUp, now }: { counter: number; backedUp: boolean; now: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql`
    update identity.passkey set counter = ${counter}, backed_up = ${backedUp}, last_used_at = ${now.toString()}
     where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0)) returning 1`.execute(tx);
  return rows.length === 1;
}

type Own = { readonly id: PasskeyId; readonly customer: CustomerId };

export async function renamePasskey(tx: Tx, { id, customer }: Own, name: string): Promise<Passkey | null> {
  const { rows } = await sql<Row>`
    update identity.passkey set name = ${name} where id = ${id} and customer_id = ${customer} returning ${COLUMNS}`.execute(
    tx,
  );
  return rows[0] ? passkeyOf(rows[0]) : null;
}

export async function deletePasskey(tx: Tx, { id, customer }: Own): Promise<boolean> {
  const { rows } = await sql`
    delete from identity.passkey where id = ${id} and customer_id = ${customer} returning 1`.execute(tx);
  return rows.length === 1;
}

export type Challenge = {
  readonly hash: Uint8Array;
  readonly purpose: ChallengePurpose;
  readonly boundTo: Uint8Array;
};

export async function insertChallenge(
  q: Reader,
  { hash, purpose, boundTo }: Challenge,
  times: { now: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into identity.passkey_challenge (challenge_hash, purpose, bound_to, created_at, expires_at)
    values (${hash}, ${purpose}, ${boundTo}, ${times.now.toString()}, ${times.expiresAt.toString()})`.execute(
    q,
  );
}

/** Uses a challenge up, whatever comes of the answer; of any number of answers at once one gets it. */
export async function takeChallenge(
  q: Reader,
  { hash, purpose, boundTo }: Challenge,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    delete from identity.passkey_challenge
     where challenge_hash = ${hash} and purpose = ${purpose} and bound_to = ${boundTo} and expires_at > ${now.toString()} returning 1`.execute(
    q,
  );
  return rows.length === 1;
}

export async function deleteChallengesBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.passkey_challenge where expires_at < ${before.toString()}`.execute(tx);
}
