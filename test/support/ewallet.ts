// The simulated e-wallet of a test: its process, its knobs and its books.
import fs from 'node:fs';
import { after } from 'node:test';
import { launchSimulator } from '../../simulators/launch.ts';
import { api } from '#common/api/index';
import type { TopUpId } from '#common/id';
import { type Currency, type Money, toWire } from '#common/money';
import { createEwallet } from '#connectors';
import { balancesOf } from '#ledger';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { newId } from '#platform/ids';
import type { TestClock } from './clock.ts';
import { dataFolder } from './product.ts';
import { control } from './simulators.ts';
import type { WalletPerson } from './wallet.ts';

const PARTNER = 'okpay';
const KEY = 'e'.repeat(32);
const CALLBACK_SECRET = 'f'.repeat(32);

/** An e-wallet of its own for one test file, with books that are gone afterwards. */
export async function simulatedEwallet(ourUrl: string, clock: TestClock) {
  const folder = dataFolder();
  const callbackUrl = `${ourUrl}${api.ewalletCallback.path}`;
  const start = (port: number) =>
    launchSimulator('ewallet', {
      PORT: String(port),
      DATA_DIR: folder,
      PARTNER,
      KEY,
      CALLBACK_SECRET,
      CALLBACK_URL: callbackUrl,
    });
  let running = await start(0);
  const { port } = running;
  after(async () => {
    await running.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  // A test lets the news come when it is about news.
  await control(url, '/control/knobs', { callbacks: 'held' });
  const connector = createEwallet({
    name: 'Sandpay',
    url,
    publicUrl: url,
    partner: PARTNER,
    key: KEY,
    callbackSecret: CALLBACK_SECRET,
    now: () => clock.now(),
    timeoutMillis: 1_500,
  });
  return {
    url,
    connector,
    callbackSecret: CALLBACK_SECRET,
    callbackUrl,
    /** Ends without a word, as by a power cut, and comes back with its books. */
    async crash(): Promise<void> {
      await running.kill();
      running = await start(port);
    },
  };
}

type Simulated = Awaited<ReturnType<typeof simulatedEwallet>>;
export type WalletPayment = {
  id: string;
  reference: string;
  status: string;
  amount: string;
  currency: string;
  refunded: string;
};

/** What a test does with the e-wallet: asks it for money, answers as its owner, turns its knobs, compares its books with ours. */
export function ewalletOf(
  { url, crash, callbackUrl, callbackSecret }: Simulated,
  { db, clock, drain }: { db: Db; clock: TestClock; drain: () => Promise<void> },
) {
  const follow = async (): Promise<void> => {
    const offsetMillis = clock.now().epochMilliseconds - systemClock.now().epochMilliseconds;
    await control(url, '/control/clock', { offsetMillis });
  };
  const payments = async (): Promise<WalletPayment[]> =>
    (await control<{ payments: WalletPayment[] }>(url, '/control/payments')).payments;
  const paymentFor = async (id: TopUpId): Promise<WalletPayment | undefined> =>
    (await payments()).find(({ reference }) => reference === id);
  return {
    url,
    crash,
    follow,
    callbackUrl,
    callbackSecret,
    payments,
    paymentFor,
    turn: (knobs: Record<string, number | string | boolean>) => control(url, '/control/knobs', knobs),
    callbacks: async () =>
      (
        await control<{
          callbacks: { type: string; body: string; is_forged: boolean; delivered: boolean }[];
        }>(url, '/control/callbacks')
      ).callbacks,
    /** From quote to the e-wallet's page, as the screen does it. */
    async begin(person: WalletPerson, amount: Money, id: TopUpId = newId('tu')) {
      const quote = await person.call(api.createQuote, {
        body: { kind: 'ewallet_top_up', amount: toWire(amount) },
      });
      const body = { id, quoteId: quote.id };
      const entry = await person.call(api.createTopUp, { body, idempotencyKey: id });
      return { id, quote, body, entry };
    },
    /** What its owner does on its page; where the page leads afterwards. */
    async answer(id: TopUpId, answer: { account: string } | 'refuse'): Promise<string | null> {
      const payment = await paymentFor(id);
      if (!payment) throw new Error('the e-wallet was not asked');
      const fields: Record<string, string> =
        answer === 'refuse' ? { action: 'refuse' } : { action: 'approve', account: answer.account };
      const answered = await fetch(`${url}/pay/${payment.id}`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
      });
      return answered.headers.get('location');
    },
    check: (person: WalletPerson, id: TopUpId) => person.call(api.checkTopUp, { params: { id }, body: {} }),
    ...booksOf(url, db),
    /** Moves our time and the e-wallet's, and does what became due. */
    async live(by: Parameters<TestClock['advance']>[0]): Promise<void> {
      clock.advance(by);
      await follow();
      await drain();
    },
  };
}

const booksOf = (url: string, db: Db) => ({
  /** What its books say that it owes us, and what ours say. */
  owes: async (currency: Currency = 'CNY'): Promise<bigint> => {
    const { currencies } = await control<{ currencies: Record<string, { net: string }> }>(
      url,
      '/control/books',
    );
    return BigInt(currencies[currency]?.net ?? '0');
  },
  owedInOurBooks: async (currency: Currency = 'CNY'): Promise<bigint> =>
    (await balancesOf(db.read, 'rail:ewallet')).find(
      (each) => each.kind === 'rail_settlement' && each.currency === currency,
    )?.posted.minor ?? 0n,
});
