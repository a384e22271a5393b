import type { BeneficiaryId, CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Beneficiary } from './beneficiary.ts';

type Row = {
  id: BeneficiaryId;
  customer_id: CustomerId;
  country: string;
  currency: Currency;
  box: string | null;
  last4: string;
  is_listed: boolean;
  added_at: Temporal.Instant;
  removed_at: Temporal.Instant | null;
};
const COLUMNS = sql`id, customer_id, country, currency, box, last4, is_listed, added_at, removed_at`;

const beneficiaryOf = (row: Row): Beneficiary => ({
  id: row.id,
  customer: row.customer_id,
  country: row.country,
  currency: row.currency,
  box: row.box,
  last4: row.last4,
  isListed: row.is_listed,
  addedAt: row.added_at,
  removedAt: row.removed_at,
});

/** Those in use, the newest first. */
export async function beneficiariesInUse(read: Reader, customer: CustomerId): Promise<Beneficiary[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.beneficiary where customer_id = ${customer} and removed_at is null
     order by added_at desc, id desc`.execute(read);
  return rows.map(beneficiaryOf);
}

/** When those were added that came after this, the newest first; who was removed meanwhile was added all the same. */
export async function addedSince(
  read: Reader,
  customer: CustomerId,
  since: Temporal.Instant,
): Promise<Temporal.Instant[]> {
  const { rows } = await sql<{ added_at: Temporal.Instant }>`
    select added_at from wallet.beneficiary where customer_id = ${customer} and added_at > ${since.toString()}
     order by added_at desc`.execute(read);
  return rows.map((row) => row.added_at);
}

/** All that somebody ever had, for the copy of their data. */
export async function beneficiariesEver(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<Beneficiary[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.beneficiary where customer_id = ${customer} order by added_at, id limit ${limit}`.execute(
    read,
  );
  return rows.map(beneficiaryOf);
}

export async function findBeneficiary(read: Reader, id: BeneficiaryId): Promise<Beneficiary | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.beneficiary where id = ${id}`.execute(read);
  return rows[0] ? beneficiaryOf(rows[0]) : null;
}

/** False if the id is taken, whoever took it. */
export async function insertBeneficiary(
  tx: Tx,
  it: Omit<Beneficiary, 'box' | 'removedAt'> & { readonly box: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.beneficiary (id, customer_id, country, currency, box, last4, is_listed, added_at)
    values (${it.id}, ${it.customer}, ${it.country}, ${it.currency}, ${it.box}, ${it.last4}, ${it.isListed}, ${it.addedAt.toString()})
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** False if it was removed before. */
export async function markRemoved(tx: Tx, id: BeneficiaryId, at: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.beneficiary set removed_at = ${at.toString()} where id = ${id} and removed_at is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

export async function lockOlderBoxes(
  tx: Tx,
  newest: string,
  limit: number,
): Promise<{ id: BeneficiaryId; box: string }[]> {
  const { rows } = await sql<{ id: BeneficiaryId; box: string }>`
    select id, box from wallet.beneficiary where box is not null and not starts_with(box, ${newest})
     order by id limit ${limit} for update`.execute(tx);
  return rows;
}

export async function saveBox(tx: Tx, id: BeneficiaryId, box: string): Promise<void> {
  await sql`update wallet.beneficiary set box = ${box} where id = ${id}`.execute(tx);
}

/** Names and accounts of the payees of somebody whose account was closed long ago; country and last signs stay beside the transfers. */
export async function eraseDetails(tx: Tx, customer: CustomerId, at: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.beneficiary set box = null, removed_at = coalesce(removed_at, ${at.toString()})
     where customer_id = ${customer}`.execute(tx);
}
