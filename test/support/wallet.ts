import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { freePort } from '../../scripts/ports.ts';
import { api } from '#common/api/index';
import { ApiProblem, apiClient, type Call } from '#common/api/client';
import {
  type CustomerId,
  parseId,
  type PayeeReference,
  type SessionId,
  type StepUpId,
  type TopUpId,
  type TransferId,
} from '#common/id';
import { type Currency, money, type Money, toWire } from '#common/money';
import { type BankChannel, createCardAcquirer, type Ewallet } from '#connectors';
import { balancesOf, createLedger, type Ledger, legId, openAccount, postIn, verify } from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { keyringOf } from '#platform/keys';
import { createLog } from '#platform/log';
import { noPlaces } from '#platform/places';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { brokenCounterHomes, createRuleBook } from '#risk';
import { registerJobs, routes, type WalletDeps } from '#wallet';
import { bankOf, simulatedBank } from './bank.ts';
import { correspondentOf, simulatedCorrespondent } from './correspondent.ts';
import { type TestClock, testClock } from './clock.ts';
import { freshDb } from './db.ts';
import { ewalletOf, simulatedEwallet } from './ewallet.ts';
import { statementWords } from '../../server/wiring/statement-words.ts';
import { ORIGIN, testServer, testSessions } from './http.ts';
import { control, type Simulators, startAcquirer, testCards, typeCard } from './simulators.ts';
import { worker } from './work.ts';

export type WalletPerson = {
  readonly id: CustomerId;
  readonly handle: string;
  readonly cookie: string;
  readonly sessionId: SessionId;
  readonly call: Call;
};
/** The wallet on a database, a server and an acquirer of its own. */
export type WalletWorld = Awaited<ReturnType<typeof walletWorld>>;

export const cny = (minor: bigint): Money => money(minor, 'CNY');

type WorldOptions = {
  outside?: boolean;
  quick?: boolean;
  withBank?: boolean;
  withCorrespondent?: boolean;
  withEwallet?: boolean;
};
/** Without `outside` there is no acquirer: for what never asks one. Without `quick` every payment has a transaction of its own. */
export async function walletWorld({
  outside = true,
  quick = true,
  withBank = false,
  withCorrespondent = false,
  withEwallet = false,
}: WorldOptions = {}) {
  const fresh = await freshDb();
  const { db } = fresh;
  const clock = testClock(systemClock.now().round('millisecond').toString());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const acquirer = outside ? await simulatedAcquirer() : null;
  const [bank, abroad, ewallet] = await Promise.all([
    withBank ? simulatedBank() : null,
    withCorrespondent ? simulatedCorrespondent() : null,
    withEwallet ? simulatedEwallet(url, clock) : null,
  ]);
  const ledger = quick ? createLedger({ db, clock }) : null;
  const deps = walletDeps({
    db,
    clock,
    url,
    acquirer,
    ledger,
    bank: bank?.channel ?? null,
    correspondent: abroad?.channel ?? null,
    ewallet: ewallet?.connector ?? null,
  });
  const sessions = testSessions();
  await serveWallet(deps, { sessions, port });
  const drain = worker(fresh, clock);
  const cards = acquirer ? await cardsOf(acquirer.url, { clock, drain }) : null;
  return {
    ...fresh,
    clock,
    deps,
    url,
    sessions,
    drain,
    ...peopleOf({ db, clock, url, sessions }),
    ...booksOf(db),
    /** The bank that payouts go to; a world without one has none. */
    get bank() {
      if (!bank) throw new Error('this world has no bank');
      return bankOf(bank, { db, clock, drain });
    },
    /** The bank that transfers abroad go by; a world without one has none. */
    get abroad() {
      if (!abroad) throw new Error('this world has no correspondent');
      return correspondentOf(abroad, { db, clock, drain });
    },
    /** The e-wallet that money can come from; a world without one has none. */
    get ewallet() {
      if (!ewallet) throw new Error('this world has no e-wallet');
      return ewalletOf(ewallet, { db, clock, drain });
    },
    /** What needs an acquirer; a world without one has none of it. */
    get outside() {
      if (!cards) throw new Error('this world has no acquirer');
      return cards;
    },
  };
}

async function serveWallet(
  deps: WalletDeps,
  { sessions, port }: { sessions: ReturnType<typeof testSessions>; port: number },
): Promise<void> {
  const server = await testServer({ db: deps.db, clock: deps.clock, sessions });
  routes(server, deps);
  registerJobs(deps);
  await server.listen({ host: '127.0.0.1', port });
  after(() => server.close());
}

async function simulatedAcquirer(): Promise<Simulators['acquirer']> {
  const { stop, ...acquirer } = await startAcquirer();
  after(stop);
  // A test lets the news come when it is about news.
  await control(acquirer.url, '/control/knobs', { callbacks: 'held' });
  return acquirer;
}

const NOWHERE = {
  url: 'http://127.0.0.1:9',
  publicUrl: 'http://127.0.0.1:9',
  key: 'none',
  callbackSecret: 'none',
};

export function walletDeps({
  db,
  clock,
  url,
  acquirer,
  ledger,
  bank = null,
  correspondent = null,
  ewallet = null,
}: {
  db: Db;
  clock: TestClock;
  url: string;
  acquirer: Simulators['acquirer'] | null;
  ledger: Ledger | null;
  bank?: BankChannel | null;
  correspondent?: BankChannel | null;
  ewallet?: Ewallet | null;
}): WalletDeps {
  const callbackUrl = `${url}${api.cardCallback.path}`;
  return {
    db,
    clock,
    log: createLog({ level: 'silent' }),
    ...(ledger && { ledger }),
    signingKeys: signingKeysOf([newSigningKey('test-1', clock.now())]),
    acquirer: createCardAcquirer({ ...(acquirer ?? NOWHERE), callbackUrl, timeoutMillis: 1_500 }),
    ewallet,
    bank,
    correspondent,
    keys: keyringOf(new Map([['test-1', randomBytes(32)]])),
    rateSources: [],
    limits: { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' },
    rules: createRuleBook(),
    pickupDays: 30,
    publicUrl: ORIGIN,
    placeOf: noPlaces,
    statementWords,
  };
}

type Charge = { id: string; reference: string; status: string; amount: string; refunded: string };

/** The card side of the world: what people pay with, and what the acquirer's desk can do. */
async function cardsOf(
  acquirerUrl: string,
  { clock, drain }: { clock: TestClock; drain: () => Promise<void> },
) {
  const numbers = await testCards(acquirerUrl);
  const begun = clock.now();
  /** A fresh token for one of the acquirer's cards, typed into its frame. */
  async function cardToken(person: WalletPerson, card: string): Promise<string> {
    const fields = await person.call(api.openCardFields, { body: { theme: 'light' } });
    return typeCard(acquirerUrl, fields.url, numbers(card));
  }
  return {
    acquirerUrl,
    cardToken,
    /** Everything from quote to answer, as the screen does it. */
    async topUp(person: WalletPerson, amount: Money, card = 'success', id: TopUpId = newId('tu')) {
      const quote = await person.call(api.createQuote, {
        body: { kind: 'card_top_up', amount: toWire(amount) },
      });
      const body = { id, quoteId: quote.id, cardToken: await cardToken(person, card) };
      const entry = await person.call(api.createTopUp, { body, idempotencyKey: id });
      return { id, quote, body, entry };
    },
    turn: (knobs: Record<string, number | string>) => control(acquirerUrl, '/control/knobs', knobs),
    /** The bank of a card takes a charge back, whole or in part. */
    chargeBack: (chargeId: string, amount?: bigint) =>
      control(
        acquirerUrl,
        `/control/charges/${chargeId}/chargeback`,
        amount === undefined ? {} : { amount: amount.toString() },
      ),
    charges: async (): Promise<Charge[]> =>
      (await control<{ charges: Charge[] }>(acquirerUrl, '/control/charges')).charges,
    /** What the acquirer's own books say that it owes us. */
    owedByAcquirer: async (currency: Currency = 'CNY'): Promise<bigint> => {
      const books = await control<{ currencies: Record<string, { net: string }> }>(
        acquirerUrl,
        '/control/books',
      );
      return BigInt(books.currencies[currency]?.net ?? '0');
    },
    /** Moves our time and the acquirer's, and does what became due. */
    async advance(by: Parameters<TestClock['advance']>[0]): Promise<void> {
      clock.advance(by);
      const offsetMillis = Math.max(0, Math.round(begun.until(clock.now()).total('milliseconds')));
      await control(acquirerUrl, '/control/clock', { offsetMillis });
      await drain();
    },
  };
}

/** What our books say. */
const booksOf = (db: Db) => ({
  available: async (person: WalletPerson, currency: Currency = 'CNY'): Promise<bigint> => {
    const balances = await balancesOf(db.read, person.id);
    return (
      balances.find((each) => each.kind === 'wallet' && each.currency === currency)?.available.minor ?? 0n
    );
  },
  settlement: async (currency: Currency = 'CNY'): Promise<bigint> => {
    const balances = await balancesOf(db.read, 'rail:card');
    return (
      balances.find((each) => each.kind === 'rail_settlement' && each.currency === currency)?.posted.minor ??
      0n
    );
  },
  /** Laws of the ledger and of counters that do not hold; none, ever. */
  violations: async () => [...(await verify(db)), ...(await brokenCounterHomes(db.read))],
});

type PeopleDeps = { db: Db; clock: TestClock; url: string; sessions: ReturnType<typeof testSessions> };

async function credit(
  { db, clock }: Pick<PeopleDeps, 'db' | 'clock'>,
  owner: CustomerId,
  amount: Money,
): Promise<void> {
  const { currency } = amount;
  await db.transaction(async (tx) => {
    const operationId = newId('tu');
    const wallet = await openAccount(tx, clock, { kind: 'wallet', owner, currency });
    const debit = await openAccount(tx, clock, { kind: 'rail_settlement', owner: 'rail:card', currency });
    const id = legId(operationId, 'credit');
    await postIn(tx, clock, [
      { operationId, legs: [{ kind: 'single', id, code: 'top_up', debit, credit: wallet, amount }] },
    ]);
  });
}

/** A proof of presence as the payment password and a strong factor make it. */
async function insertProof(
  { db, clock }: Pick<PeopleDeps, 'db' | 'clock'>,
  payer: WalletPerson,
  { action, amount, payee, factor = 'passkey' }: Proven,
): Promise<StepUpId> {
  const id = newId('su');
  const now = clock.now();
  await sql`
    insert into identity.step_up (id, customer_id, action, amount_minor, currency, payee, factor, created_at, expires_at)
    values (${id}, ${payer.id}, ${action}, ${amount.minor}, ${amount.currency}, ${payee}, ${factor}, ${now.toString()},
            ${now.add({ minutes: 2 }).toString()})`.execute(db.read);
  return id;
}

type Proven = {
  action: 'transfer' | 'withdrawal' | 'payout_details' | 'beneficiary_details' | 'cross_border' | 'keep_card';
  amount: Money;
  payee: string;
  factor?: 'passkey' | null;
};
const idIn = (fact: unknown): TransferId | null => (typeof fact === 'string' ? parseId('tr', fact) : null);
/** Pays, and where the same was paid just now, says that it is meant once more. */
export async function meant<T>(
  pay: (repeats: TransferId | null) => Promise<T>,
  repeats: TransferId | null = null,
): Promise<T> {
  try {
    return await pay(repeats);
  } catch (error) {
    const isAsked = error instanceof ApiProblem && error.code === 'payment_just_made';
    const earlier = isAsked ? idIn(error.facts['earlier']) : null;
    // Of many at once the newest is asked about, each time.
    if (earlier === null || earlier === repeats) throw error;
    return meant(pay, earlier);
  }
}

let people = 0;

/** Verified customers who are signed in, written as identity keeps them: registering is not what these tests are about. */
function peopleOf({ db, clock, url, sessions }: PeopleDeps) {
  async function person(name = '林知夏'): Promise<WalletPerson> {
    const number = ++people;
    const handle = `person_${Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)]).join('')}`;
    const { actor, cookie } = sessions.customer();
    const [now, email, phone] = [
      clock.now().toString(),
      `p${number}@example.com`,
      `+86139${String(10_000_000 + number)}`,
    ];
    await db.transaction(async (tx) => {
      await sql`insert into identity.customer (id, locale, time_zone, created_at) values (${actor.id}, 'zh-CN', 'Asia/Shanghai', ${now})`.execute(
        tx,
      );
      await sql`
        insert into identity.profile (customer_id, name, email, email_key, phone, handle, email_verified_at, phone_verified_at)
        values (${actor.id}, ${name}, ${email}, ${email}, ${phone}, ${handle}, ${now}, ${now})`.execute(tx);
    });
    const call = apiClient({
      base: url,
      fetch: (address, init) =>
        fetch(address, { ...init, headers: { ...init.headers, cookie, origin: ORIGIN } }),
    });
    return { id: actor.id, handle, cookie, sessionId: actor.sessionId, call };
  }
  /** A proof of presence for one payment, as the payment password and a strong factor make it: good for any sum. */
  async function stepUp(
    payer: WalletPerson,
    amount: Money,
    payee: string,
    factor: 'passkey' | null = 'passkey',
  ): Promise<StepUpId> {
    return proof(payer, { action: 'transfer', amount, payee, factor });
  }
  const proof = (payer: WalletPerson, proven: Proven): Promise<StepUpId> =>
    insertProof({ db, clock }, payer, proven);
  /** A person with money, from a rail that is not asked. */
  async function funded(amount: Money, name?: string): Promise<WalletPerson> {
    const one = await person(name);
    await credit({ db, clock }, one.id, amount);
    return one;
  }
  const find = async (payer: WalletPerson, payee: WalletPerson): Promise<PayeeReference> =>
    (await payer.call(api.findPayee, { body: { query: `@${payee.handle}` } })).reference;
  /** Finds, proves and pays, as the screen does it. */
  async function pay(
    payer: WalletPerson,
    payee: WalletPerson,
    amount: Money,
    { id = newId('tr'), note = null }: { id?: TransferId; note?: string | null } = {},
  ) {
    const reference = await find(payer, payee);
    const stepUpId = await stepUp(payer, amount, reference);
    const body = { id, payee: reference, amount: toWire(amount), note, stepUpId };
    return meant((repeats) =>
      payer.call(api.createTransfer, { body: { ...body, repeats }, idempotencyKey: id + (repeats ?? '') }),
    );
  }
  /** More money for somebody, from a rail that is not asked. */
  const fill = (owner: CustomerId, amount: Money): Promise<void> => credit({ db, clock }, owner, amount);
  return { person, funded, fill, stepUp, proof, find, pay };
}
