import type { CustomerId, TransferId } from '#common/id';
import { type Currency, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Address, Pickup, PickupState } from './pickup.ts';

type Row = {
  id: TransferId;
  payer_id: CustomerId;
  currency: Currency;
  amount_minor: bigint;
  note: string | null;
  address_kind: Address['kind'];
  address: string | null;
  state: PickupState;
  payee_id: CustomerId | null;
  usage_day: string;
  usage_minor: bigint;
  usage_currency: Currency;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
};
const COLUMNS = sql`id, payer_id, currency, amount_minor, note, address_kind, address, state, payee_id, usage_day::text as usage_day,
    usage_minor, usage_currency, created_at, expires_at`;
const pickupOf = (row: Row): Pickup => ({
  id: row.id,
  payer: row.payer_id,
  amount: money(row.amount_minor, row.currency),
  note: row.note,
  addressKind: row.address_kind,
  address: row.address,
  state: row.state,
  payee: row.payee_id,
  counted: money(row.usage_minor, row.usage_currency),
  countedDay: row.usage_day,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

/** False if the id is taken, whoever took it. */
export async function insertPickup(tx: Tx, it: Pickup): Promise<boolean> {
  const { rows } = await sql`
    insert into wallet.pickup (id, payer_id, currency, amount_minor, note, address_kind, address, state, usage_day, usage_minor, usage_currency,
      created_at, expires_at)
    values (${it.id}, ${it.payer}, ${it.amount.currency}, ${it.amount.minor}, ${it.note}, ${it.addressKind}, ${it.address}, 'waiting',
      ${it.countedDay}, ${it.counted.minor}, ${it.counted.currency}, ${it.createdAt.toString()}, ${it.expiresAt.toString()})
    on conflict (id) do nothing returning id`.execute(tx);
  return rows.length === 1;
}

export async function findPickup(read: Reader, id: TransferId): Promise<Pickup | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.pickup where id = ${id}`.execute(read);
  return rows[0] ? pickupOf(rows[0]) : null;
}

export async function findByTokenHash(read: Reader, hash: Uint8Array): Promise<Pickup | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.pickup where token_hash = ${hash}`.execute(
    read,
  );
  return rows[0] ? pickupOf(rows[0]) : null;
}

/** Under its lock: of picking up, taking back and the end of its time one comes first, and the others find it over. */
export async function lockPickup(tx: Tx, id: TransferId): Promise<Pickup | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.pickup where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ? pickupOf(rows[0]) : null;
}

/** What it is over by. False if it was over already. The link of one that was picked up is kept: who has it may ask again. */
export async function endPickup(
  tx: Tx,
  id: TransferId,
  { state, payee }: { state: Exclude<PickupState, 'waiting'>; payee: CustomerId | null },
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update wallet.pickup set state = ${state}, payee_id = ${payee}, address = null,
           token_hash = case when ${state} = 'picked_up' then token_hash end, ended_at = ${at.toString()}
     where id = ${id} and state = 'waiting' returning id`.execute(tx);
  return rows.length === 1;
}

/** The link that counts from now on. */
export async function saveTokenHash(tx: Tx, id: TransferId, hash: Uint8Array): Promise<void> {
  await sql`update wallet.pickup set token_hash = ${hash} where id = ${id} and state = 'waiting'`.execute(tx);
}

/** Somebody's money that waits to be picked up, for the balance. */
export async function waitingOf(read: Reader, payer: CustomerId): Promise<Pickup[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.pickup where payer_id = ${payer} and state = 'waiting' order by created_at`.execute(
    read,
  );
  return rows.map(pickupOf);
}
