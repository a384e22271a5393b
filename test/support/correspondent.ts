// The simulated correspondent bank of a test: its process, its knobs and its books.
import fs from 'node:fs';
import { after } from 'node:test';
import { launchSimulator } from '../../simulators/launch.ts';
import { createBankChannel, readDebtorAccounts } from '#connectors';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { requestMessages } from '#wallet';
import type { TestClock } from './clock.ts';
import { dataFolder } from './product.ts';
import { control } from './simulators.ts';

const KEY = 'c'.repeat(32);
const ACCOUNTS =
  'CNY=110910000000000456@308584000013,EUR=DE75512108001245126199,GBP=GB94BARC10201530093459,HKD=400500600,JPY=40050060,USD=4005006001';

/** A correspondent of its own for one test file, with books that are gone afterwards. */
export async function simulatedCorrespondent() {
  const folder = dataFolder();
  const start = (port: number) =>
    launchSimulator('correspondent', {
      PORT: String(port),
      DATA_DIR: folder,
      API_KEY: KEY,
      ACCOUNTS,
    });
  let running = await start(0);
  const { port } = running;
  after(async () => {
    await running.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const accounts = readDebtorAccounts(ACCOUNTS);
  if (!accounts) throw new Error('the accounts of the test correspondent are readable');
  const url = `http://127.0.0.1:${port}`;
  const channel = createBankChannel({ url, key: KEY, debtorName: 'OKPay', accounts, timeoutMillis: 3_000 });
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

type Books = {
  balances: Record<string, string>;
  payments: { id: string; kind: string; payment: string; account: string; happens: string }[];
  messages: number;
};

/** What a test does with the correspondent: turns its knobs, looks into its books, lets it live through a time with us. */
export function correspondentOf(
  { url, crash }: Awaited<ReturnType<typeof simulatedCorrespondent>>,
  { db, clock, drain }: { db: Db; clock: TestClock; drain: () => Promise<void> },
) {
  const follow = async (): Promise<void> => {
    const offsetMillis = clock.now().epochMilliseconds - systemClock.now().epochMilliseconds;
    await control(url, '/control/clock', { offsetMillis });
  };
  const books = (): Promise<Books> => control<Books>(url, '/control/books');
  const hear = async (): Promise<void> => {
    await books();
    await requestMessages(db);
    await drain();
  };
  return {
    crash,
    books,
    hear,
    turn: (knobs: Record<string, string | null>) => control(url, '/control/knobs', knobs),
    /** Hands over a message of whatever content. */
    say: (xml: string) => control(url, '/control/messages', { xml }),
    /** Moves our time and then the bank's, does what became due on both sides, and has us hear of it. */
    async live(by: Parameters<TestClock['advance']>[0]): Promise<void> {
      clock.advance(by);
      await follow();
      await drain();
      await hear();
      await drain();
    },
  };
}
