// Every route that writes, asked in the ways of another site, of a careless program and of a curious one. (SES-05, SES-06, AZ-04,
// CON-01, INP-02, INP-03, OPS-08)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import fc from 'fast-check';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import { BODY_LIMIT_BYTES } from '#platform/http-base';
import type { Route } from '#common/api/route';
import { money } from '#common/money';
import { ID_KINDS, type IdKind } from '#common/id';
import { newId } from '#platform/ids';
import type { Browser } from '#test/identity';
import { colleague, marks, member, openCase, settled, topUp, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const anna = await member(whole, { name: 'Anna Smith' });
await topUp(anna, money(200_00n, 'CNY'));
const caseId = await openCase(anna, 'Where is it?');
const agent = await colleague(whole, 'supervisor');
const risk = await colleague(whole, 'risk');
const finance = await colleague(whole, 'finance');

const ROUTES: Record<string, Route> = api;
const writes = Object.entries(ROUTES).filter(
  ([, { method, access }]) => method !== 'GET' && access !== 'provider',
);
/** Those that take JSON; a file is bytes, and is refused as what it is where files are tested. */
const bodies = writes.filter(([, { upload }]) => !upload);
const path = (r: Route): string => urlOf(r, { params: { id: idFor(r), key: 'nobody', number: '1' } });
/** Of a kind that the contract takes there. */
const idFor = ({ path: address, params }: Route): string => {
  if (address.includes('/cases/')) return caseId;
  // A day of a rail is named by what it is.
  const ids = [...Object.keys(ID_KINDS).map((kind) => newId(kind as IdKind)), 'bank-EUR-2026-01-01'];
  return ids.find((id) => params?.safeParse({ id }).success) ?? newId('ses');
};
const isStaffs = ({ access }: Route): boolean => access === 'staff' || typeof access === 'object';
const isFor = ({ access }: Route, role: 'risk' | 'finance'): boolean =>
  typeof access === 'object' && access.staff.includes(role);
const browserFor = (r: Route): Browser => {
  if (isFor(r, 'risk')) return risk;
  if (isFor(r, 'finance')) return finance;
  return isStaffs(r) ? agent : anna.browser;
};
const key = (): Record<string, string> => ({ 'idempotency-key': newId('evt') });

let host = 0;
/** From an address of its own, so that no counter of one address stands between us and what is asked. */
const elsewhere = (): string => `203.0.113.${(host++ % 250) + 1}`;

/** Any bytes, with the session of whoever may call the route. */
async function raw(r: Route, body: string | undefined, headers: Record<string, string>, address = path(r)) {
  const cookie = Array.from(browserFor(r).cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(whole.url + address, {
    method: r.method,
    headers: { cookie, 'x-forwarded-for': elsewhere(), ...key(), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    told: `${response.status} ${String(/"code":"(\w+)"/.exec(text)?.[1])}`,
  };
}
const json = { 'content-type': 'application/json' };

async function unchanged(work: () => Promise<void>): Promise<void> {
  await settled(whole);
  const before = await marks(whole);
  await work();
  await settled(whole);
  const after = await marks(whole);
  assert.deepEqual([...before].filter(([table, mark]) => after.get(table) !== mark).map(([table]) => table), []); // prettier-ignore
}

test('there are routes that write', () => assert.ok(writes.length > 25, String(writes.length)));

test('no other site can make a browser write, whatever the body', () =>
  unchanged(async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${whole.url}.evil.example` },
      { origin: whole.url.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const [, r] of writes)
      for (const headers of foreign)
        assert.equal((await raw(r, '{}', { ...json, ...headers })).told, '403 cross_origin_refused', r.path);
  }));

test('what a form can send is not taken', () =>
  unchanged(async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const [, r] of writes)
      for (const type of types)
        assert.equal(
          (await raw(r, '{}', { 'content-type': type })).told,
          '415 unsupported_media_type',
          r.path,
        );
  }));

test('no answer ever lets another origin read it', async () => {
  const origins = ['https://evil.example', 'null', whole.url, 'http://localhost', `${whole.url}@evil.example`, 'https://sub.okpay.example', 'file://', '*'];
  for (const [, r] of writes) {
    for (const origin of origins) {
      const asked = { origin, 'access-control-request-method': r.method };
      const preflight = await fetch(whole.url + path(r), { method: 'OPTIONS', headers: asked });
      assert.deepEqual([...preflight.headers.keys()].filter((name) => name.startsWith('access-control')), []);
      assert.ok(preflight.status >= 400, 'a preflight is refused');
    }
  }
}); // prettier-ignore

/** An answer names at most so many fields; the missing ones come first. */
const FIELDS_TOLD_MAX = 20;
/** What somebody would add to become more than they are. */
const EXTRA = {
  role: 'supervisor', balance: '100000000', status: 'completed', state: 'settled', kycLevel: 3, tenantId: 1, userId: 'cus_1', customerId: 'cus_1',
  feeBps: 0, fee: { amount: '0', currency: 'CNY' }, verified: true, emailVerified: true, isAdmin: true, limit: '999999999', createdAt: '2020-01-01T00:00:00Z',
}; // prettier-ignore

/** Where a body is of one of several kinds, each of them: which fields there may be is known once the kind is. */
const kindsOf = ({ body }: Route): Record<string, unknown>[] =>
  body instanceof z.ZodDiscriminatedUnion
    ? body.options.flatMap((option) => {
        const kind = (option as z.ZodObject).shape[body.def.discriminator] as z.ZodLiteral;
        return [...kind.values].map((value) => ({ [body.def.discriminator]: value }));
      })
    : [{}];

test('fields that nobody asked for are refused by name, on every write', () =>
  unchanged(async () => {
    const missed: string[] = [];
    const asked = bodies.flatMap(([, r]) => kindsOf(r).map((kind) => [r, kind] as const));
    assert.ok(asked.length >= bodies.length + 2, 'confirmations are of two kinds');
    for (const [r, kind] of asked) {
      const { told, text } = await raw(r, JSON.stringify({ ...kind, ...EXTRA }), json);
      const fields = (JSON.parse(text) as { fields?: { path: string; code: string }[] }).fields ?? [];
      const named = new Set(fields.filter(({ code }) => code === 'unknown_field').map((field) => field.path));
      const silent = Object.keys(EXTRA).filter((name) => !named.has(name));
      const isCut = fields.length === FIELDS_TOLD_MAX;
      if (told !== '400 malformed_request' || (silent.length > 0 && !isCut))
        missed.push(`${r.path} ${JSON.stringify(kind)}: ${told} ${silent.join()}`);
    }
    assert.deepEqual(missed, []);
  }));

test('fields inside of an amount are refused too', () =>
  unchanged(async () => {
    const amount = { amount: '100', currency: 'CNY', exponent: 0 };
    const given: [Route, unknown][] = [
      [api.createQuote, { kind: 'card_top_up', amount }],
      [api.createTransfer, { id: newId('tr'), payee: newId('pay'), amount, stepUpId: newId('su') }],
    ];
    for (const [r, body] of given) {
      const { told, text } = await raw(r, JSON.stringify(body), json);
      assert.equal(told, '400 malformed_request');
      assert.match(text, /"path":"amount.exponent","code":"unknown_field"/);
    }
  }));

test('no request that is done once is taken without its key, and what moves money is done once', () =>
  unchanged(async () => {
    const keyed = writes.filter(([, { idempotent }]) => idempotent);
    const ofEach: Record<string, unknown> = {
      addBankAccount: {
        id: newId('ba'),
        currency: 'EUR',
        holderName: 'Anna Smith',
        accountNumber: 'DE89370400440532013000',
        stepUpId: newId('su'),
      },
      addKeptCard: { id: newId('kc'), cardToken: 'tok_0123456789', stepUpId: newId('su') },
      createExchange: { id: newId('fx'), quoteId: newId('qt') },
      createMoneyRequest: { id: newId('rq'), amount: { amount: '1', currency: 'CNY' }, days: 7 },
      createTopUp: { id: newId('tu'), quoteId: newId('qt'), cardToken: 'tok_0123456789' },
      createTransfer: {
        id: newId('tr'),
        payee: newId('pay'),
        amount: { amount: '1', currency: 'CNY' },
        stepUpId: newId('su'),
      },
      addBeneficiary: {
        id: newId('bf'),
        country: 'US',
        name: 'John Carter',
        bankName: 'Example Bank',
        fields: { routing_number: '021000021', account_number: '12345678' },
        stepUpId: newId('su'),
      },
      createCrossBorder: { id: newId('xb'), quoteId: newId('qt'), stepUpId: newId('su') },
      createWithdrawal: { id: newId('wd'), quoteId: newId('qt'), stepUpId: newId('su') },
      openAppeal: { id: newId('case'), of: newId('case'), text: 'hello' },
      openCase: { id: newId('case'), topic: 'other', text: 'hello' },
      openClaim: { id: newId('case'), transfer: newId('tr') },
      openWithdrawalClaim: { id: newId('case'), withdrawal: newId('wd') },
      openLiftRequest: { id: newId('case'), since: '2026-11-29T00:00:00Z' },
      openTrace: { id: newId('case'), entry: newId('tr') },
    };
    assert.deepEqual(keyed.map(([name]) => name).toSorted(), Object.keys(ofEach).toSorted());
    for (const [name, r] of keyed)
      for (const bad of ['', 'with space', 'x'.repeat(256)])
        assert.equal(
          (await raw(r, JSON.stringify(ofEach[name]), { ...json, 'idempotency-key': bad })).told,
          '400 idempotency_key_missing',
          `${name} "${bad.slice(0, 12)}"`,
        );
  }));

test('a name twice, a name of the prototype, deep nesting and too much are refused on every write', () =>
  unchanged(async () => {
    const texts = [
      '{"amount":"1","amount":"100"}',
      '{"__proto__":{"role":"admin"}}',
      '{"constructor":{"prototype":{"role":"admin"}}}',
      '{"a":'.repeat(11) + '1' + '}'.repeat(11),
      '{"a":1',
      '\u0000',
    ];
    const untouched = Object.freeze({});
    for (const [, r] of bodies) {
      for (const body of texts) assert.equal((await raw(r, body, json)).told, '400 malformed_request', body);
      const large = JSON.stringify({ text: 'x'.repeat(BODY_LIMIT_BYTES) });
      assert.equal((await raw(r, large, json)).status, 413, r.path);
    }
    assert.equal((untouched as { role?: string }).role, undefined);
    const { told } = await raw(api.entries, undefined, {}, '/api/v1/entries?limit=1&limit=100');
    assert.equal(told, '400 malformed_request');
  }));

/** Addresses, files, code and SQL have no place in what is answered. */
const INSIDE =
  /\bat [\w.]+ \(|node_modules|\/server\/|\.ts:\d|select .* from|insert into|relation "|syntax error at|okpay_app|ECONN/i;
const RUNS = process.env['OKPAY_TEST_FULL'] === '1' ? 10_000 : 1_500;

test('whatever is sent is answered as a request, and nothing of the inside is told', async () => {
  const ending = new Set(['signOut', 'staffSignOut', 'endOtherSessions', 'moveSandboxClock']);
  const routes = Object.entries(ROUTES).filter(
    ([name, { access }]) => access !== 'provider' && !ending.has(name),
  );
  const id = fc.constantFrom(
    ...['tr', 'tu', 'pay', 'su', 'case', 'msg', 'qt'].map((kind) => newId(kind as 'tr')),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    id,
    fc.constantFrom("' or 1=1 --", '"; drop table ledger.transfer; --', '${7*7}', '../../etc/passwd', '\r\nx: y', '１００', '1e9', '-1'),
  ); // prettier-ignore
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.record({ amount: text, currency: fc.constantFrom('CNY', 'JPY', 'XXX') }),
    fc.array(text, { maxLength: 3 }),
  );
  const names = ['id', 'payee', 'amount', 'note', 'stepUpId', 'kind', 'query', 'login', 'password', 'email', 'phone', 'text', 'clientId', 'seq', 'token', 'code', 'locale', 'topic', 'handle', 'name']; // prettier-ignore
  const body = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 });
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, text, async ([, r], sent, place) => {
      const query = r.query
        ? `?${new URLSearchParams({ search: place, cursor: place, q: place, since: place })}`
        : '';
      const address = urlOf(r, { params: { id: place, key: place } }) + query;
      const hasBody = r.method !== 'GET' && r.method !== 'DELETE';
      const answer = await raw(r, hasBody ? JSON.stringify(sent) : undefined, hasBody ? json : {}, address);
      assert.ok(answer.status < 500, `${r.method} ${address}: ${answer.status} ${answer.text}`);
      assert.ok(answer.status < 400 || !INSIDE.test(answer.text), answer.text);
      answered += 1;
    }),
    { numRuns: RUNS },
  );
  assert.ok(answered >= RUNS);
});
