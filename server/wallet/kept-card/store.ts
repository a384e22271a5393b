import type { KeptCardState } from '#common/kept-card';
import type { CustomerId, KeptCardId, TopUpId } from '#common/id';
import type { CardFace, VaultEntry } from '#connectors';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { KeepingFailure, KeptCard } from './kept-card.ts';

type Row = {
  id: KeptCardId;
  customer_id: CustomerId;
  state: KeptCardState;
  top_up_id: TopUpId | null;
  replaces_id: KeptCardId | null;
  vault_id: string | null;
  fingerprint: string | null;
  brand: string | null;
  last4: string | null;
  expiry: string | null;
  challenge_url: string | null;
  failure: KeepingFailure | null;
  is_default: boolean;
  asks: number;
  due_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
  kept_at: Temporal.Instant | null;
  removed_at: Temporal.Instant | null;
};
const COLUMNS = sql`id, customer_id, state, top_up_id, replaces_id, vault_id, fingerprint, brand, last4, expiry, challenge_url, failure,
  is_default, asks, due_at, created_at, kept_at, removed_at`;

const cardOf = (row: Row): KeptCard => ({
  id: row.id,
  customer: row.customer_id,
  state: row.state,
  topUp: row.top_up_id,
  replaces: row.replaces_id,
  vaultId: row.vault_id,
  fingerprint: row.fingerprint,
  face:
    row.brand !== null && row.last4 !== null && row.expiry !== null
      ? { brand: row.brand, last4: row.last4, expiry: row.expiry }
      : null,
  challengeUrl: row.challenge_url,
  failure: row.failure,
  isDefault: row.is_default,
  asks: row.asks,
  dueAt: row.due_at,
  createdAt: row.created_at,
  keptAt: row.kept_at,
  removedAt: row.removed_at,
});

/** Those that are kept or about to be, the default first. */
export async function cardsInUse(read: Reader, customer: CustomerId): Promise<KeptCard[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.kept_card
     where customer_id = ${customer} and state in ('asked', 'challenged', 'kept')
     order by is_default desc, created_at desc, id`.execute(read);
  return rows.map(cardOf);
}

/** All that somebody ever had, for the copy of their data. */
export async function cardsEver(read: Reader, customer: CustomerId, limit: number): Promise<KeptCard[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.kept_card where customer_id = ${customer} order by created_at, id limit ${limit}`.execute(
    read,
  );
  return rows.map(cardOf);
}

export async function findCard(read: Reader, id: KeptCardId): Promise<KeptCard | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.kept_card where id = ${id}`.execute(read);
  return rows[0] ? cardOf(rows[0]) : null;
}

/** Under the row's lock: what becomes of a card is decided one after the other. */
export async function lockCard(tx: Tx, id: KeptCardId): Promise<KeptCard | null> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from wallet.kept_card where id = ${id} for update`.execute(tx);
  return rows[0] ? cardOf(rows[0]) : null;
}

/**
 * All that one customer has in use, and the one that is asked for in whatever state it is, under their locks. Always in the order of their
 * ids: whoever locks several cards of somebody does it by this.
 */
export async function lockCardsInUse(
  tx: Tx,
  customer: CustomerId,
  also: KeptCardId | null = null,
): Promise<KeptCard[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.kept_card
     where customer_id = ${customer} and (state in ('asked', 'challenged', 'kept') or id = ${also})
     order by id for update`.execute(tx);
  return rows.map(cardOf);
}

export async function lockCardOfTopUp(tx: Tx, id: TopUpId): Promise<KeptCard | null> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from wallet.kept_card where top_up_id = ${id} for update`.execute(tx);
  return rows[0] ? cardOf(rows[0]) : null;
}

/** False if the id is taken, whoever took it. */
export async function insertAsked(
  tx: Tx,
  it: Pick<KeptCard, 'id' | 'customer' | 'replaces' | 'createdAt'> & { readonly dueAt: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.kept_card (id, customer_id, state, replaces_id, due_at, created_at)
    values (${it.id}, ${it.customer}, 'asked', ${it.replaces}, ${it.dueAt.toString()}, ${it.createdAt.toString()})
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

type Kept = {
  readonly id: KeptCardId;
  readonly face: CardFace;
  readonly kept: VaultEntry;
  readonly isDefault: boolean;
  readonly at: Temporal.Instant;
};

/** A card that was charged and is kept, or that the acquirer is to forget at once. False if the top-up has brought one already. */
export async function insertWithTopUp(
  tx: Tx,
  it: Kept & { readonly customer: CustomerId; readonly topUp: TopUpId; readonly state: 'kept' | 'removed' },
): Promise<boolean> {
  const at = it.at.toString();
  const { numAffectedRows } = await sql`
    insert into wallet.kept_card (id, customer_id, state, top_up_id, vault_id, fingerprint, brand, last4, expiry, is_default, created_at,
                                  kept_at, removed_at)
    values (${it.id}, ${it.customer}, ${it.state}, ${it.topUp}, ${it.kept.id}, ${it.kept.fingerprint}, ${it.face.brand}, ${it.face.last4},
            ${it.face.expiry}, ${it.isDefault}, ${at}, ${it.state === 'kept' ? at : null}, ${it.state === 'kept' ? null : at})
    on conflict (top_up_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function saveKept(tx: Tx, from: KeptCardState, it: Kept): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.kept_card
       set state = 'kept', vault_id = ${it.kept.id}, fingerprint = ${it.kept.fingerprint}, brand = ${it.face.brand}, last4 = ${it.face.last4},
           expiry = ${it.face.expiry}, is_default = ${it.isDefault}, kept_at = ${it.at.toString()}, due_at = null, challenge_url = null
     where id = ${it.id} and state = ${from}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function saveChallenge(
  tx: Tx,
  id: KeptCardId,
  { face, url, dueAt }: { face: CardFace; url: string; dueAt: Temporal.Instant },
): Promise<void> {
  await sql`
    update wallet.kept_card
       set state = 'challenged', brand = ${face.brand}, last4 = ${face.last4}, expiry = ${face.expiry}, challenge_url = ${url},
           due_at = ${dueAt.toString()}
     where id = ${id} and state = 'asked'`.execute(tx);
}

export async function saveFailed(
  tx: Tx,
  id: KeptCardId,
  { from, failure, face }: { from: KeptCardState; failure: KeepingFailure; face: CardFace | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.kept_card
       set state = 'failed', failure = ${failure}, brand = coalesce(brand, ${face?.brand ?? null}), last4 = coalesce(last4, ${face?.last4 ?? null}),
           expiry = coalesce(expiry, ${face?.expiry ?? null}), due_at = null, challenge_url = null
     where id = ${id} and state = ${from}`.execute(tx);
  return numAffectedRows === 1n;
}

/** False if it was removed, or had failed, before. */
export async function saveRemoved(tx: Tx, id: KeptCardId, at: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.kept_card
       set state = 'removed', removed_at = ${at.toString()}, is_default = false, due_at = null, challenge_url = null
     where id = ${id} and state in ('asked', 'challenged', 'kept')`.execute(tx);
  return numAffectedRows === 1n;
}

/** It lies at the acquirer no longer. */
export async function saveForgotten(tx: Tx, id: KeptCardId): Promise<void> {
  await sql`update wallet.kept_card set vault_id = null, fingerprint = null where id = ${id} and state = 'removed'`.execute(
    tx,
  );
}

/** Counts a question. A card that is removed waits for nobody, though it is still asked about. */
export async function saveAsk(tx: Tx, id: KeptCardId, dueAt: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.kept_card
       set asks = asks + 1, due_at = case when due_at is null then null else ${dueAt.toString()}::timestamptz end
     where id = ${id}`.execute(tx);
}

/** Makes one the default in the place of the one that was. */
export async function makeDefault(
  tx: Tx,
  { id, customer }: Pick<KeptCard, 'id' | 'customer'>,
): Promise<void> {
  await sql`update wallet.kept_card set is_default = false where customer_id = ${customer} and is_default and id <> ${id}`.execute(
    tx,
  );
  await sql`update wallet.kept_card set is_default = true where id = ${id} and state = 'kept'`.execute(tx);
}

/** What cards of somebody whose account was closed long ago were known by. */
export async function eraseFaces(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`
    update wallet.kept_card set brand = null, last4 = null, expiry = null, fingerprint = null
     where customer_id = ${customer} and state in ('removed', 'failed')`.execute(tx);
}
