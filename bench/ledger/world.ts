// The ledger of a bench: a PostgreSQL of its own as `npm start` runs it (every commit on disk), and wallets with money on them.
import fs from 'node:fs';
import { join } from 'node:path';
import { type CustomerId, idFromUuid, type TransferId } from '#common/id';
import { money } from '#common/money';
import { invariant } from '#common/result';
import { createLedger, legId, type LedgerAccountId, openAccount, type PostCommand } from '#ledger';
import { systemClock, Temporal } from '#platform/clock';
import { type Db, openClient, openDb, sql } from '#platform/db';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { newId, newUuid } from '#platform/ids';
import { migrate } from '#platform/migrate';
import { dataFolder } from '../../test/support/product.ts';

export type World = {
  readonly cluster: Cluster;
  readonly db: Db;
  readonly accounts: readonly LedgerAccountId[];
  /** Of each account. */
  readonly owners: readonly CustomerId[];
  close(): Promise<void>;
};

/** Minor units on each wallet: no run can spend them. */
const FILLED = 1_000_000_000_000n;

export async function ledgerWorld(accountCount: number): Promise<World> {
  const data = dataFolder();
  const cluster = await startEmbedded({ dir: join(data, 'postgres') });
  await migrate({ ...cluster, mode: 'sandbox' });
  await registerRows(cluster.ownerUrl);
  const db = openDb(cluster.appUrl);
  const owners = Array.from({ length: accountCount }, () => newId('cus'));
  const accounts = await openWallets(db, owners);
  await countAtHome(cluster.ownerUrl, accounts);
  return {
    cluster,
    db,
    accounts,
    owners,
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * What a payment writes beside the money in every case, by the product's own functions: hint and event, and the counter of a payer whose counter is
 * in a row of its own. The product's attachment of a payment calls them too, among others that `http` measures.
 */
async function registerRows(ownerUrl: string): Promise<void> {
  const owner = await openClient(ownerUrl);
  await owner.query(`
    create schema bench;
    create function bench.write_rows(p_at timestamptz, n integer, p_cells text[]) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
      if not risk.count_usages('transfer', p_cells[n + 1 : 2 * n], p_cells[5 * n + 1 : 6 * n]::date[], p_cells[6 * n + 1 : 7 * n],
        p_cells[3 * n + 1 : 4 * n]::bigint[], p_cells[7 * n + 1 : 8 * n]::bigint[], p_cells[8 * n + 1 : 9 * n]::bigint[]) then
        raise exception 'a limit is passed' using errcode = 'triggered_action_exception';
      end if;
      perform platform.tell(p_at, 'transfer.completed',
        '{"fields": ["transferId", "payerId", "payeeId"], "audiences": [["customer", "payerId"], ["customer", "payeeId"]],
          "hint": {"type": "entry.changed", "id": "transferId"}}',
        n, p_cells[4 * n + 1 : 5 * n] || p_cells[1 : 3 * n]);
    end $$;
    insert into ledger.attachment_kind (name, check_function, write_function) values ('bench.rows', null, 'bench.write_rows')`);
  await owner.end();
}

/** Every counter lives in the balance that the money leaves, as that of somebody who pays a second time within minutes does. */
async function countAtHome(ownerUrl: string, accounts: readonly LedgerAccountId[]): Promise<void> {
  const owner = openDb(ownerUrl, { size: 1 });
  await sql`
    insert into risk.usage (customer_id, capability, currency, day, used_day_minor, used_month_minor)
    select owner, 'transfer', 'CNY', ${today()}::date, 0, 0 from ledger.account where id = any(${accounts}::bigint[])`.execute(
    owner.read,
  );
  const { rows } = await sql<{ sent: number }>`
    select risk.send_usages_home('CNY', array_agg(owner), array_agg(id)) as sent
      from ledger.account where id = any(${accounts}::bigint[])`.execute(owner.read);
  invariant(rows[0]?.sent === accounts.length, 'every counter is at home');
  // As a busy installation has them: rows have been written more than once, statistics are there.
  await sql`analyze ledger.balance, risk.usage`.execute(owner.read);
  await owner.close();
}

const today = (): string => systemClock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
const LIMITS = { dayLimit: 5_000_000n, monthLimit: 20_000_000n };
let day: Temporal.PlainDate | null = null;

/** What a payment of one fen between these two carries. */
export function rowsOf(
  transferId: TransferId,
  { payer, payee }: { payer: CustomerId; payee: CustomerId },
): Pick<PostCommand, 'attachments' | 'window'> {
  day ??= Temporal.PlainDate.from(today());
  // What would be counted in a row of its own is not there, as in the product.
  const fields = [transferId, payer, payee, null, newId('evt'), null, null, null, null];
  return { attachments: [{ kind: 'bench.rows', fields }], window: { day, minor: 1n, ...LIMITS } };
}

async function openWallets(db: Db, owners: readonly CustomerId[]): Promise<LedgerAccountId[]> {
  const accounts: LedgerAccountId[] = [];
  const rail = await db.transaction((tx) =>
    openAccount(tx, systemClock, { kind: 'rail_settlement', owner: 'rail:card', currency: 'CNY' }),
  );
  for (let opened = 0; opened < owners.length; opened += 500)
    await db.transaction(async (tx) => {
      for (const owner of owners.slice(opened, opened + 500))
        accounts.push(await openAccount(tx, systemClock, { kind: 'wallet', owner, currency: 'CNY' }));
    });
  const ledger = createLedger({ db, clock: systemClock });
  await Promise.all(accounts.map((wallet) => ledger.post(transfer(rail, wallet, FILLED, 'top_up'))));
  await ledger.close();
  return accounts;
}

/** A command of one plain transfer, for an operation of its own. */
export function transfer(
  debit: LedgerAccountId,
  credit: LedgerAccountId,
  minor: bigint,
  code: 'transfer' | 'top_up' = 'transfer',
): PostCommand {
  const operationId = idFromUuid('tr', newUuid());
  return {
    operationId,
    legs: [
      { kind: 'single', id: legId(operationId, 'leg'), code, debit, credit, amount: money(minor, 'CNY') },
    ],
  };
}
