import type { BankScheme, NameMatch } from '#common/bank-account';
import type { BankAccountId, CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { BankAccount } from './bank-account.ts';

type Row = {
  id: BankAccountId;
  customer_id: CustomerId;
  currency: Currency;
  country: string;
  scheme: BankScheme;
  box: string | null;
  last4: string;
  name_match: NameMatch;
  is_default: boolean;
  added_at: Temporal.Instant;
  removed_at: Temporal.Instant | null;
};
const COLUMNS = sql`id, customer_id, currency, country, scheme, box, last4, name_match, is_default, added_at, removed_at`;

const accountOf = (row: Row): BankAccount => ({
  id: row.id,
  customer: row.customer_id,
  currency: row.currency,
  country: row.country,
  scheme: row.scheme,
  last4: row.last4,
  nameMatch: row.name_match,
  isDefault: row.is_default,
  addedAt: row.added_at,
  removedAt: row.removed_at,
  box: row.box,
});

/** Those in use, the default ones first. */
export async function accountsInUse(read: Reader, customer: CustomerId): Promise<BankAccount[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_account where customer_id = ${customer} and removed_at is null
     order by is_default desc, added_at, id`.execute(read);
  return rows.map(accountOf);
}

/** All that somebody ever had, for the copy of their data. */
export async function accountsEver(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<BankAccount[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_account where customer_id = ${customer} order by added_at, id limit ${limit}`.execute(
    read,
  );
  return rows.map(accountOf);
}

export async function findAccount(read: Reader, id: BankAccountId): Promise<BankAccount | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.bank_account where id = ${id}`.execute(read);
  return rows[0] ? accountOf(rows[0]) : null;
}

/** False if the id is taken, whoever took it. */
export async function insertAccount(
  tx: Tx,
  it: Omit<BankAccount, 'box' | 'removedAt'> & { readonly box: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.bank_account (id, customer_id, currency, country, scheme, box, last4, name_match, is_default, added_at)
    values (${it.id}, ${it.customer}, ${it.currency}, ${it.country}, ${it.scheme}, ${it.box}, ${it.last4}, ${it.nameMatch}, ${it.isDefault},
            ${it.addedAt.toString()})
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Makes one the default of its currency, in the place of the one that was. */
export async function makeDefault(
  tx: Tx,
  { id, customer, currency }: Pick<BankAccount, 'id' | 'customer' | 'currency'>,
): Promise<void> {
  await sql`
    update wallet.bank_account set is_default = false
     where customer_id = ${customer} and currency = ${currency} and is_default and id <> ${id}`.execute(tx);
  await sql`update wallet.bank_account set is_default = true where id = ${id} and removed_at is null`.execute(
    tx,
  );
}

/** False if it was removed before. */
export async function markRemoved(tx: Tx, id: BankAccountId, at: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.bank_account set removed_at = ${at.toString()}, is_default = false where id = ${id} and removed_at is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

export async function lockOlderBoxes(
  tx: Tx,
  newest: string,
  limit: number,
): Promise<{ id: BankAccountId; box: string }[]> {
  const { rows } = await sql<{ id: BankAccountId; box: string }>`
    select id, box from wallet.bank_account where box is not null and not starts_with(box, ${newest})
     order by id limit ${limit} for update`.execute(tx);
  return rows;
}

export async function saveBox(tx: Tx, id: BankAccountId, box: string): Promise<void> {
  await sql`update wallet.bank_account set box = ${box} where id = ${id}`.execute(tx);
}

/** Numbers and names of somebody whose account was closed long ago; country and last four signs stay beside the payments that went there. */
export async function eraseDetails(tx: Tx, customer: CustomerId, at: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.bank_account set box = null, is_default = false, removed_at = coalesce(removed_at, ${at.toString()})
     where customer_id = ${customer}`.execute(tx);
}
