// The ledger of a bench: a PostgreSQL of its own as `npm start` runs it (every commit on disk), and wallets with money on them.
import fs from 'node:fs';
import { join } from 'node:path';
import { idFromUuid } from '#common/id';
import { money } from '#common/money';
import { createLedger, legId, type LedgerAccountId, openAccount, type PostCommand } from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, openDb } from '#platform/db';
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
