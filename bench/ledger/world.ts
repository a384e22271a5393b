// The ledger of a bench: a PostgreSQL of its own as `npm start` runs it (every commit on disk), and wallets with money on them.
import fs from 'node:fs';
import { join } from 'node:path';
import { type CustomerId, idFromUuid, type TransferId } from '#common/id';
import { money } from '#common/money';
import {
  type Attachment,
  createLedger,
  legId,
  type LedgerAccountId,
  openAccount,
  type PostCommand,
} from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, openClient, openDb } from '#platform/db';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { newId, newUuid } from '#platform/ids';
import { migrate } from '#platform/migrate';
import { dataFolder } from '../../test/support/product.ts';

export type World = {
  readonly cluster: Cluster;
  readonly db: Db;
  readonly accounts: readonly LedgerAccountId[];
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
  const accounts = await openWallets(db, accountCount);
  return {
    cluster,
    db,
    accounts,
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * What a payment writes beside the money in every case, by the product's own functions: hint and event, and the payer's counter of the day.
 * The product's attachment of a payment calls them too, among others that `http` measures.
 */
async function registerRows(ownerUrl: string): Promise<void> {
  const owner = await openClient(ownerUrl);
  await owner.query(`
    create schema bench;
    create function bench.write_rows(p_at timestamptz, n integer, p_cells text[]) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
      if not risk.count_usages('transfer', p_cells[n + 1 : 2 * n], array_fill(p_at::date, array[n]), array_fill('CNY'::text, array[n]),
        p_cells[3 * n + 1 : 4 * n]::bigint[], array_fill(5000000::bigint, array[n]), array_fill(20000000::bigint, array[n])) then
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

/** The attachment of a transfer between these two. */
export const rowsOf = (
  transferId: TransferId,
  { payer, payee }: { payer: CustomerId; payee: CustomerId },
): Attachment => ({
  kind: 'bench.rows',
  fields: [transferId, payer, payee, '1', newId('evt')],
});

async function openWallets(db: Db, count: number): Promise<LedgerAccountId[]> {
  const accounts: LedgerAccountId[] = [];
  const rail = await db.transaction((tx) =>
    openAccount(tx, systemClock, { kind: 'rail_settlement', owner: 'rail:card', currency: 'CNY' }),
  );
  for (let opened = 0; opened < count; opened += 500)
    await db.transaction(async (tx) => {
      for (let index = opened; index < Math.min(count, opened + 500); index += 1)
        accounts.push(
          await openAccount(tx, systemClock, { kind: 'wallet', owner: newId('cus'), currency: 'CNY' }),
        );
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
