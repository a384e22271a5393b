// The simulated bank of a test: its process, its knobs and its books.
import fs from 'node:fs';
import { after } from 'node:test';
import { launchSimulator } from '../../simulators/launch.ts';
import type { Currency } from '#common/money';
import { createBankChannel, readDebtorAccounts } from '#connectors';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { requestReports } from '#wallet';
import type { TestClock } from './clock.ts';
import { dataFolder } from './product.ts';
import { control } from './simulators.ts';

const BANK_KEY = 'k'.repeat(32);
const BANK_ACCOUNTS = 'CNY=110910000000000123@308584000013,EUR=DE89370400440532013000';

/** A bank of its own for one test file, with books that are gone afterwards. */
export async function simulatedBank() {
  const folder = dataFolder();
  const start = (port: number) =>
    launchSimulator('bank', {
      PORT: String(port),
      DATA_DIR: folder,
      API_KEY: BANK_KEY,
      ACCOUNTS: BANK_ACCOUNTS,
    });
  let running = await start(0);
  const { port } = running;
  after(async () => {
    await running.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const accounts = readDebtorAccounts(BANK_ACCOUNTS);
  if (!accounts) throw new Error('the accounts of the test bank are readable');
  const url = `http://127.0.0.1:${port}`;
  const channel = createBankChannel({
    url,
    key: BANK_KEY,
    debtorName: 'OKPay',
    accounts,
    timeoutMillis: 3_000,
  });
  return {
    url,
    channel,
    /** Ends without a word, as by a power cut, and comes back with its books. */
    async crash(): Promise<void> {
      await running.kill();
      running = await start(port);
    },
  };
}

type BankBooks = {
  balances: Record<string, string>;
  files: { id: string; verdicts: unknown[] }[];
  questions: { id: string; kind: string; payment: string; originalName: string }[];
  reports: number;
};

type Transfer = {
  currency: Currency;
  minor: bigint;
  text?: string;
  isStructured?: boolean;
  name?: string;
  account?: string;
  bank?: string | null;
  sent?: string;
};

/** What a test does with the bank: turns its knobs, looks into its books, lets it live through a time with us. */
export function bankOf(
  { url, crash }: Awaited<ReturnType<typeof simulatedBank>>,
  { db, clock, drain }: { db: Db; clock: TestClock; drain: () => Promise<void> },
) {
  const follow = async (): Promise<void> => {
    const offsetMillis = clock.now().epochMilliseconds - systemClock.now().epochMilliseconds;
    await control(url, '/control/clock', { offsetMillis });
  };
  const books = (): Promise<BankBooks> => control<BankBooks>(url, '/control/books');
  return {
    crash,
    books,
    follow,
    turn: (knobs: Record<string, number | string | null>) => control(url, '/control/knobs', knobs),
    /** Somebody sends money to one of our accounts; the notification of it comes at once. */
    transfer: (it: Transfer) =>
      control<{ reference: string }>(url, '/control/transfers', { ...it, minor: it.minor.toString() }),
    /** What the bank books without being asked. */
    own: (it: {
      currency: Currency;
      minor: bigint;
      direction: 'DBIT' | 'CRDT';
      subFamily?: string;
      reverses?: string;
    }) => control<{ reference: string }>(url, '/control/own-bookings', { ...it, minor: it.minor.toString() }),
    /** Has what the bank has said fetched and worked off. */
    async hear(): Promise<void> {
      await books();
      await requestReports(db);
      await drain();
    },
    /** Hands over a report of whatever content. */
    say: (xml: string) => control(url, '/control/reports', { xml }),
    /** Moves our time and then the bank's, does what became due on both sides, and has us hear of it. */
    async live(by: Parameters<TestClock['advance']>[0]): Promise<void> {
      clock.advance(by);
      await follow();
      await drain();
      await books();
      await requestReports(db);
      await drain();
    },
  };
}
