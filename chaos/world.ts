// Everything that a run stands on: PostgreSQL behind a line, the outside world, two processes of the product and two posters.
import fs from 'node:fs';
import { join } from 'node:path';
import { api } from '#common/api/index';
import { systemClock } from '#platform/clock';
import { openDb } from '#platform/db';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import { isFree } from '../scripts/ports.ts';
import { startSimulators } from '../scripts/simulators.ts';
import { keep, type Kept } from './child.ts';
import { type Database, openDatabase } from './database.ts';
import { type Disk, mountDisk } from './disk.ts';
import type { Accounts } from './ledger-load.ts';
import { type Line, openLine } from './line.ts';

export type Size = {
  people: number;
  /** Clients that pay and top up by HTTP. */
  clients: number;
  /** Clients of the ledger's door in each of the two posters. */
  callers: number;
};

export type World = {
  folder: string;
  journals: string;
  database: Database;
  disk: Disk | null;
  line: Line;
  apps: Kept[];
  /** Addresses of the product's processes; the first is the public one. */
  addresses: string[];
  posters: Kept[];
  acquirer: { url: string; book: string };
  bank: { url: string };
  /** `keep` leaves the database in the folder even where its disk goes. */
  close(options?: { keep: boolean }): Promise<void>;
};

const POSTERS = 2;
const WALLETS = 12;
const HOLDERS = 4;
const here = (file: string): string => join(import.meta.dirname, file);

export async function openWorld(
  folder: string,
  { callers }: Size,
  seed: number,
  wantsDisk: boolean,
): Promise<World> {
  const journals = join(folder, 'journals');
  const data = join(folder, 'database');
  for (const made of [journals, data]) fs.mkdirSync(made, { recursive: true, mode: 0o755 });
  const log = fs.createWriteStream(join(folder, 'processes.log'));
  const onText = (text: string): void => void log.write(text);
  const disk = wantsDisk ? mountDisk(data) : null;
  const line = await openLine();
  const database = await openDatabase(data, line);
  const ports = [await quietPort(), await quietPort()];
  const addresses = ports.map((port) => `http://127.0.0.1:${port}`);
  const [publicUrl = ''] = addresses;
  const outside = await startSimulators({
    dataFolder: folder,
    callbackUrl: `${publicUrl}${api.cardCallback.path}`,
  });
  const env = {
    ...outside.settings,
    PUBLIC_URL: publicUrl,
    OKPAY_DATA: folder,
    LOG_LEVEL: 'error',
    TRUSTED_PROXY: '127.0.0.1',
  };
  const apps: Kept[] = [];
  for (const [index, port] of ports.entries()) {
    const settings = () => ({ env: { ...env, PORT: String(port) }, database: database.byLine });
    const app = keep({ name: `app ${index + 1}`, file: here('app-process.ts'), settings, onText });
    await app.ready(); // The first makes the installation's keys, which the second shares.
    apps.push(app);
  }
  const accounts = await openAccounts(database);
  const posters = Array.from({ length: POSTERS }, (_, index) => {
    const own = { appUrl: database.byLine.appUrl, seed, callers, journals, accounts };
    const settings = (start: number) => ({ ...own, name: `ledger-${index + 1}`, start });
    return keep({ name: `poster ${index + 1}`, file: here('poster-process.ts'), settings, onText });
  });
  const acquirer = {
    url: outside.settings['CARD_ACQUIRER_URL'] ?? '',
    book: join(folder, 'simulators/acquirer/book.jsonl'),
  };
  const bank = { url: outside.settings['OKPAY_BANK_URL'] ?? '' };
  const close = async ({ keep: isKept } = { keep: false }): Promise<void> => {
    await Promise.all([...apps, ...posters].map((child) => child.end()));
    await outside.stop();
    await line.close();
    await database.stop();
    if (isKept) disk?.copy(join(folder, 'database-kept'));
    disk?.unmount();
    log.end();
  };
  return { folder, journals, database, disk, line, apps, addresses, posters, acquirer, bank, close };
}

/** A port below those that the system gives to whoever asks for any: the process that is killed must find its own again. */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
  }
}

/** Accounts of the posters' own clients; the people's are opened by the product. */
async function openAccounts(database: Database): Promise<Accounts> {
  const db = openDb(database.direct().appUrl, { size: 1 });
  const open = (account: { kind: 'wallet' | 'rail_in_transit'; owner: string }): Promise<number> =>
    db.transaction(async (tx) =>
      Number(await ledger.openAccount(tx, systemClock, { ...account, currency: 'CNY' })),
    );
  const wallets = async (count: number): Promise<number[]> => {
    const opened: number[] = [];
    for (let number = 0; number < count; number++)
      opened.push(await open({ kind: 'wallet', owner: newId('cus') }));
    return opened;
  };
  try {
    const rail = await open({ kind: 'rail_in_transit', owner: 'rail:chaos' });
    return { wallets: await wallets(WALLETS), holders: await wallets(HOLDERS), rail };
  } finally {
    await db.close();
  }
}
