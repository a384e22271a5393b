import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { TERMS_VERSION } from '#common/terms';
import { money } from '#common/money';
import type { SentPurpose } from '#common/events';
import { parseId, type CustomerId } from '#common/id';
import {
  authenticateCustomer,
  authenticateStaff,
  hashWith,
  type IdentityDeps,
  relyingPartyOf,
  routes,
  takeOutgoingSecret,
} from '#identity';
import type { Db } from '#platform/db';
import { createServer, type Server } from '#platform/http';
import { type Keyring, keyringOf } from '#platform/keys';
import { createLog } from '#platform/log';
import { newSigningKey, type SigningKeys, signingKeysOf } from '#platform/signing-keys';
import { PASSWORD_MEMORY_KIB } from '#platform/settings';
import { openPlaces } from '#platform/places';
import { createRuleBook } from '#risk';
import { assess } from '#wallet';
import { folderStore } from '#platform/storage/blob-store';
import { noScan } from '#platform/uploads/virus-scan';
import { type TestClock, testClock } from './clock.ts';
import { freshDb, type FreshDb } from './db.ts';

// What people choose here is worth nothing: the least memory, as a sandbox may. What live takes has tests of its own.
hashWith({ memoryKiB: PASSWORD_MEMORY_KIB.sandbox });

const PUBLIC_URL = 'https://okpay.test';
const LIMITS = { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const;
const SAMPLE_PLACES = `${import.meta.dirname}/../../server/sandbox/places`;

/** A browser with its cookies, at an address of its own, talking to the server over real HTTP. */
export type Browser = {
  readonly cookies: Map<string, string>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};
export type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

export type IdentityWorld = {
  db: Db;
  owner: Db;
  urls: FreshDb['urls'];
  clock: TestClock;
  keys: Keyring;
  signingKeys: SigningKeys;
  deps: IdentityDeps;
  /** The folder of what people send. */
  files: string;
  server: Server;
  url: string;
  browser(options?: { ip?: string; userAgent?: string; cookies?: Map<string, string> }): Browser;
  /** Sends the link or code that is due, as the notifications job does, and returns what stands in the message. */
  delivered(customer: CustomerId, purpose: SentPurpose): Promise<string>;
};

/** The identity room on a database and a server of its own. */
export async function identityWorld(changes: Partial<IdentityDeps> = {}): Promise<IdentityWorld> {
  const { db, owner, urls } = await freshDb();
  const clock = testClock();
  const rules = createRuleBook();
  const keys = keyringOf(new Map([['test-1', randomBytes(32)]]));
  const server = await createServer({
    db,
    clock,
    log: createLog({ level: 'silent' }),
    publicOrigins: [PUBLIC_URL],
    secure: false,
    trustedProxies: ['127.0.0.1'],
    authenticate: ({ kind, token }) =>
      kind === 'staff' ? authenticateStaff(db, clock, token) : authenticateCustomer(db, clock, token),
    render: ({ code }) => ({ title: code, detail: code }),
  });
  const signingKeys = signingKeysOf([newSigningKey('test-1', clock.now())]);
  const files = mkdtempSync(join(tmpdir(), 'proof-files-'));
  const deps: IdentityDeps = {
    db,
    clock,
    keys,
    signingKeys,
    authenticatorClock: clock,
    relyingParty: relyingPartyOf(PUBLIC_URL),
    placeOf: openPlaces(SAMPLE_PLACES),
    moreData: [],
    dataPage: (parts) => JSON.stringify(parts),
    assess: (payment) => assess({ db, clock, limits: LIMITS, rules, signingKeys }, payment),
    payoutFactorAbove: async (_, currency) => money(60_000n, currency),
    files: folderStore(files),
    scan: noScan,
    limits: LIMITS,
    securityQuestions: true,
    signInAlarm: 10_000,
    ...changes,
  };
  routes(server, deps);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  after(() => server.close());
  return {
    db,
    owner,
    urls,
    clock,
    keys,
    signingKeys,
    deps,
    files,
    server,
    url,
    browser: (options) => openBrowser(url, options),
    delivered: async (customer, purpose) => {
      const sent = await db.transaction((tx) => takeOutgoingSecret(tx, { clock, keys }, customer, purpose));
      if (!sent) throw new Error(`nothing is to be sent to ${customer} for ${purpose}`);
      return sent.secret;
    },
  };
}

let lastHost = 0;
/** An address nobody else in this test file has, so that one test does not fill another's counters. */
const ownAddress = (): string => `198.51.${Math.floor(++lastHost / 250)}.${(lastHost % 250) + 1}`;

export function openBrowser(
  url: string,
  {
    ip = ownAddress(),
    userAgent = 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0',
    cookies = new Map<string, string>(),
  }: { ip?: string; userAgent?: string; cookies?: Map<string, string> } = {},
): Browser {
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          'x-forwarded-for': ip,
          'user-agent': userAgent,
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? {} : JSON.parse(text),
        headers: response.headers,
      };
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1);
  if (value === '') cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), value);
}

export type Form = {
  name: string;
  email: string;
  phone: string;
  password: string;
  handle?: string | null;
  termsVersion: string;
  locale: string;
};
let lastPerson = 0;
/** A form that is in order and like no other; a test changes what it is about. */
export function form(changes: Partial<Form> = {}): Form {
  const number = ++lastPerson;
  return {
    name: 'Anna Smith',
    email: `anna${number}@example.com`,
    phone: `+86138${String(10_000_000 + number)}`,
    password: 'Kestrel-Meadow-42',
    termsVersion: TERMS_VERSION,
    locale: 'en',
    ...changes,
  };
}

export type Person = { id: CustomerId; form: Form; browser: Browser };

/** Registers and signs in; nothing is verified yet. */
export async function pendingPerson(world: IdentityWorld, changes: Partial<Form> = {}): Promise<Person> {
  const filled = form(changes);
  const browser = world.browser();
  const registered = await browser.call('POST', '/api/v1/registrations', filled);
  if (registered.status !== 201) throw new Error(`not registered: ${JSON.stringify(registered.body)}`);
  const signedIn = await browser.call('POST', '/api/v1/sessions', {
    login: filled.email,
    password: filled.password,
  });
  const id = parseId('cus', String(signedIn.body['id']));
  if (!id) throw new Error(`not signed in: ${JSON.stringify(signedIn.body)}`);
  return { id, form: filled, browser };
}

/** Registers, signs in, and proves mail address and phone. */
export async function verifiedPerson(world: IdentityWorld, changes: Partial<Form> = {}): Promise<Person> {
  const person = await pendingPerson(world, changes);
  const token = await world.delivered(person.id, 'email');
  const code = await world.delivered(person.id, 'phone');
  const mail = await person.browser.call('POST', '/api/v1/email-verifications', { token });
  const phone = await person.browser.call('POST', '/api/v1/phone-verifications', { code });
  if (mail.status !== 200 || phone.status !== 200) throw new Error('not verified');
  return person;
}
