import { after } from 'node:test';
import { freePort } from '../../scripts/ports.ts';
import { api } from '#common/api/index';
import { apiClient, type Call } from '#common/api/client';
import type { CustomerId, PayeeReference, StepUpId, TopUpId, TransferId } from '#common/id';
import { type Currency, money, type Money, toWire } from '#common/money';
import { createCardAcquirer } from '#connectors';
import { type Balance, balancesOf, verify } from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { createLog } from '#platform/log';
import { newSigningKey, type SigningKeys, signingKeysOf } from '#platform/signing-keys';
import { registerJobs, routes, type WalletDeps } from '#wallet';
import { type TestClock, testClock } from './clock.ts';
import { freshDb } from './db.ts';
import { ORIGIN, testServer, testSessions } from './http.ts';
import { control, startSimulators, testCards, typeCard } from './simulators.ts';
import { worker } from './work.ts';

export type WalletPerson = { readonly id: CustomerId; readonly handle: string; readonly call: Call };
export type TopUpAnswer = Awaited<ReturnType<WalletWorld['topUp']>>;

/** The wallet on a database, a server and an acquirer of its own. */
export type WalletWorld = Awaited<ReturnType<typeof walletWorld>>;

let people = 0;

export async function walletWorld({ outside = true }: { outside?: boolean } = {}) {
  const fresh = await freshDb();
  const { db } = fresh;
  const clock = testClock(systemClock.now().round('millisecond').toString());
  const begun = clock.now();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const simulators = outside ? await startSimulators() : null;
  if (simulators) {
    after(() => simulators.stop());
    // A test lets the news come when it is about news.
    await control(simulators.acquirer.url, '/control/knobs', { callbacks: 'held' });
  }
  const keys = signingKeysOf([newSigningKey('test-1', clock.now())]);
  const deps: WalletDeps = {
    db,
    clock,
    log: createLog({ level: 'silent' }),
    signingKeys: keys,
    acquirer: createCardAcquirer({
      url: simulators?.acquirer.url ?? 'http://127.0.0.1:9',
      publicUrl: simulators?.acquirer.publicUrl ?? 'http://127.0.0.1:9',
      key: simulators?.acquirer.key ?? 'none-needed-here',
      callbackSecret: simulators?.acquirer.callbackSecret ?? 'none-needed-here',
      callbackUrl: `${url}${api.cardCallback.path}`,
      timeoutMillis: 1_500,
    }),
    limits: { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' },
    publicUrl: ORIGIN,
  };
  const sessions = testSessions();
  const server = await testServer({ db, clock, sessions });
  routes(server, deps);
  registerJobs(deps);
  await server.listen({ host: '127.0.0.1', port });
  after(() => server.close());

  const acquirerUrl = simulators?.acquirer.url ?? '';
  const cards = simulators ? await testCards(acquirerUrl) : () => '';
  const drain = worker(fresh, clock);
  const world = {
    db,
    owner: fresh.owner,
    clock,
    deps,
    url,
    keys,
    acquirerUrl,
    drain,
    ...peopleOf({ db, clock, url, sessions }),
    /** What a person pays with: a fresh token for one of the acquirer's cards. */
    async cardToken(person: WalletPerson, card: string): Promise<string> {
      const fields = await person.call(api.openCardFields, { body: { theme: 'light' } });
      return typeCard(acquirerUrl, fields.url, cards(card));
    },
    /** Everything from quote to answer, as the screen does it. */
    async topUp(person: WalletPerson, amount: Money, card = 'success', id: TopUpId = newId('tu')) {
      const quote = await person.call(api.createQuote, {
        body: { kind: 'card_top_up', amount: toWire(amount) },
      });
      const body = { id, quoteId: quote.id, cardToken: await world.cardToken(person, card) };
      const entry = await person.call(api.createTopUp, { body, idempotencyKey: id });
      return { id, quote, body, entry };
    },
    turn: (knobs: Record<string, number | string>) => control(acquirerUrl, '/control/knobs', knobs),
    chargeBack: (chargeId: string, amount?: bigint) =>
      control(
        acquirerUrl,
        `/control/charges/${chargeId}/chargeback`,
        amount === undefined ? {} : { amount: amount.toString() },
      ),
    /** What the acquirer's own books say that it owes us. */
    owedByAcquirer: async (currency: Currency = 'CNY'): Promise<bigint> => {
      const books = await control<{ currencies: Record<string, { net: string }> }>(
        acquirerUrl,
        '/control/books',
      );
      return BigInt(books.currencies[currency]?.net ?? '0');
    },
    charges: async () =>
      (
        await control<{ charges: { id: string; reference: string; status: string; amount: string }[] }>(
          acquirerUrl,
          '/control/charges',
        )
      ).charges,
    /** Moves our time and the acquirer's, and does what became due. */
    async advance(by: Parameters<TestClock['advance']>[0]): Promise<void> {
      clock.advance(by);
      if (simulators) {
        const offsetMillis = Math.max(0, Math.round(begun.until(clock.now()).total('milliseconds')));
        await control(acquirerUrl, '/control/clock', { offsetMillis });
      }
      await drain();
    },
    available: async (person: WalletPerson, currency: Currency = 'CNY') =>
      (await walletOf(db, person.id, currency))?.available.minor ?? 0n,
    /** Laws of the ledger that do not hold; none, ever. */
    violations: () => verify(db),
    settlement: async (currency: Currency = 'CNY') => {
      const balances = await balancesOf(db.read, 'rail:card');
      return (
        balances.find((each) => each.kind === 'rail_settlement' && each.currency === currency)?.posted
          .minor ?? 0n
      );
    },
  };
  return world;
}

const walletOf = async (db: Db, owner: string, currency: Currency): Promise<Balance | undefined> =>
  (await balancesOf(db.read, owner)).find((each) => each.kind === 'wallet' && each.currency === currency);

type PeopleDeps = { db: Db; clock: TestClock; url: string; sessions: ReturnType<typeof testSessions> };

function peopleOf({ db, clock, url, sessions }: PeopleDeps) {
  return {
    /** A verified customer who is signed in. Written as identity keeps it, since registering is not what these tests are about. */
    async person(name = '林知夏'): Promise<WalletPerson> {
      const number = ++people;
      const handle = `person_${Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)]).join('')}`;
      const { actor, cookie } = sessions.customer();
      const now = clock.now().toString();
      await db.transaction(async (tx) => {
        await sql`insert into identity.customer (id, locale, time_zone, created_at) values (${actor.id}, 'zh-CN', 'Asia/Shanghai', ${now})`.execute(
          tx,
        );
        await sql`
          insert into identity.profile (customer_id, name, email, email_key, phone, handle, email_verified_at, phone_verified_at)
          values (${actor.id}, ${name}, ${`p${number}@example.com`}, ${`p${number}@example.com`}, ${`+86139${String(10_000_000 + number)}`}, ${handle}, ${now}, ${now})`.execute(
          tx,
        );
      });
      const call = apiClient({
        base: url,
        fetch: (address, init) =>
          fetch(address, { ...init, headers: { ...init.headers, cookie, origin: ORIGIN } }),
      });
      return { id: actor.id, handle, call };
    },
    /** A proof of presence for one payment, as the payment password makes it. */
    async stepUp(payer: WalletPerson, amount: Money, payee: string): Promise<StepUpId> {
      const id = newId('su');
      const now = clock.now();
      await sql`
        insert into identity.step_up (id, customer_id, action, amount_minor, currency, payee, created_at, expires_at)
        values (${id}, ${payer.id}, 'transfer', ${amount.minor}, ${amount.currency}, ${payee}, ${now.toString()}, ${now.add({ minutes: 2 }).toString()})`.execute(
        db.read,
      );
      return id;
    },
    find: async (payer: WalletPerson, payee: WalletPerson): Promise<PayeeReference> =>
      (await payer.call(api.findPayee, { body: { query: `@${payee.handle}` } })).reference,
    /** Finds, proves and pays, as the screen does it. */
    async pay(
      payer: WalletPerson,
      payee: WalletPerson,
      amount: Money,
      more: { id?: TransferId; note?: string } = {},
    ) {
      const reference = await this.find(payer, payee);
      const id = more.id ?? newId('tr');
      const body = {
        id,
        payee: reference,
        amount: toWire(amount),
        note: more.note ?? null,
        stepUpId: await this.stepUp(payer, amount, reference),
      };
      return payer.call(api.createTransfer, { body, idempotencyKey: id });
    },
  };
}

export const cny = (minor: bigint): Money => money(minor, 'CNY');
