// A ledger that is written to, and what its clients were told: one line per confirmed transfer, in a file of its own.
import fs from 'node:fs';
import { money } from '#common/money';
import { createLedger, type LedgerAccountId, legId, openAccount, type PostCommand } from '#ledger';
import { systemClock } from '#platform/clock';
import { openDatabase } from '#platform/database';
import { withClient } from '#platform/database-roles';
import { openDb } from '#platform/db';
import { newId } from '#platform/ids';
import { findPostmaster, isAlive } from '#platform/postmaster';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';

/** Commands that are on their way at once. */
const COMMANDS_AT_ONCE = 1_000;
const CALLERS = 4;
/** Commands of a gentle caller at once, and milliseconds before the next: for who wants to see that there is traffic, not how much. */
const GENTLE = { commands: 20, pauseMs: 20 };
/** Minor units that every wallet begins with; each transfer moves one. */
const FUNDS = 1_000_000n;

export type World = {
  /** Posts so many transfers; resolves when all are confirmed. */
  post(count: number): Promise<void>;
  /** Posts without end, until the answer is called; that resolves when the last is confirmed. As fast as the ledger takes it, or a few at a time. */
  keepPosting(pace?: 'full' | 'gentle'): () => Promise<void>;
  told(): number;
  databaseBytes(): Promise<number>;
  /** Kills PostgreSQL as a power cut does, and answers the moment of the last confirmation. */
  lose(): Promise<number>;
};

type Where = {
  data: string;
  /** Folder for the archived WAL; it is made here. */
  archive: string;
  /** File for what clients were told; it is made here. */
  told: string;
  /** Wallets that pay each other. */
  wallets: number;
};

export async function openWorld({ data, archive, told, wallets: walletCount }: Where): Promise<World> {
  fs.mkdirSync(archive, { mode: 0o755 });
  const database = await openDatabase({
    mode: 'sandbox',
    data,
    archive,
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    databaseDirectUrl: undefined,
  });
  const db = openDb(database.appUrl);
  const ledger = createLedger({ db, clock: systemClock });
  const wallets = await openWallets(db, ledger, walletCount);
  const journal = openJournal(told);
  const callers = (work: (caller: number) => Promise<void>): Promise<unknown> =>
    Promise.all(Array.from({ length: CALLERS }, (_, caller) => work(caller)));
  /** One caller: the next thousand goes out when the last was confirmed. */
  async function call(commands: number): Promise<void> {
    for (let left = commands; left > 0; left -= COMMANDS_AT_ONCE) {
      const batch = Array.from({ length: Math.min(left, COMMANDS_AT_ONCE) }, () => payment(wallets));
      journal.write(await ledger.postMany(batch));
    }
  }

  return {
    async post(wanted) {
      const each = Math.ceil(wanted / CALLERS);
      await callers((caller) => call(Math.min(each, wanted - caller * each)));
    },
    keepPosting(pace = 'full') {
      let stopped = false;
      const oneCaller = async (): Promise<void> => {
        while (!stopped) {
          await call(pace === 'full' ? COMMANDS_AT_ONCE : GENTLE.commands);
          if (pace === 'gentle') await sleep(GENTLE.pauseMs);
        }
      };
      const posting = callers(oneCaller);
      return async () => {
        stopped = true;
        await posting;
      };
    },
    told: journal.count,
    databaseBytes: () =>
      withClient(database.appUrl, async (client) => {
        const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes'); // prettier-ignore
        return Number(rows[0]?.bytes);
      }),
    async lose() {
      journal.close();
      const { pid } = findPostmaster(join(database.folder ?? data, 'postgres')) ?? {};
      if (pid === undefined) throw new Error('the server of the drill is gone already');
      process.kill(pid, 'SIGKILL');
      await db.close();
      while (isAlive(pid)) await sleep(20);
      await database.stop();
      return journal.lastAt();
    },
  };
}

type Results = Awaited<ReturnType<ReturnType<typeof createLedger>['postMany']>>;

/** What clients were told, as they were told it. */
function openJournal(path: string): {
  write(results: Results): void;
  count(): number;
  lastAt(): number;
  close(): void;
} {
  const file = fs.openSync(path, 'w', 0o600);
  let count = 0;
  let lastAt = 0;
  return {
    write(results) {
      lastAt = systemClock.now().epochMilliseconds;
      let lines = '';
      for (const result of results) {
        if (!result.ok) throw new Error(`a transfer of the drill was refused: ${result.error.code}`);
        if (result.value.status === 'archived') throw new Error('the drill archives nothing');
        for (const { id, seq, debitVersion, debitAfter, creditVersion, creditAfter } of result.value.legs)
          lines += `${id}\t${seq}\t${debitVersion}\t${debitAfter}\t${creditVersion}\t${creditAfter}\t${lastAt}\n`;
      }
      fs.writeSync(file, lines);
      count += results.length;
    },
    count: () => count,
    lastAt: () => lastAt,
    close: () => fs.closeSync(file),
  };
}

async function openWallets(
  db: ReturnType<typeof openDb>,
  ledger: ReturnType<typeof createLedger>,
  count: number,
): Promise<LedgerAccountId[]> {
  const open = (kind: 'wallet' | 'rail_in_transit', owner: string): Promise<LedgerAccountId> =>
    db.transaction((tx) => openAccount(tx, systemClock, { kind, owner, currency: 'CNY' }));
  const rail = await open('rail_in_transit', 'rail:card');
  const wallets: LedgerAccountId[] = [];
  for (let made = 0; made < count; made += 1) wallets.push(await open('wallet', newId('cus')));
  for (let at = 0; at < wallets.length; at += COMMANDS_AT_ONCE)
    await ledger.postMany(
      wallets.slice(at, at + COMMANDS_AT_ONCE).map((wallet) => command(rail, wallet, FUNDS)),
    );
  return wallets;
}

function payment(wallets: readonly LedgerAccountId[]): PostCommand {
  const from = Math.floor(Math.random() * wallets.length);
  const to = (from + 1 + Math.floor(Math.random() * (wallets.length - 1))) % wallets.length;
  const [debit, credit] = [wallets[from], wallets[to]];
  if (debit === undefined || credit === undefined) throw new Error('there are two wallets');
  return command(debit, credit, 1n);
}

function command(debit: LedgerAccountId, credit: LedgerAccountId, minor: bigint): PostCommand {
  const operationId = newId('tr');
  const id = legId(operationId, 'drill');
  return { operationId, legs: [{ kind: 'single', id, code: 'transfer', debit, credit, amount: money(minor, 'CNY') }] }; // prettier-ignore
}
