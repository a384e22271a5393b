import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { type Problem, route } from '#common/api/route';
import { ok } from '#common/result';
import { serve } from '#platform/http';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { listening, ORIGIN, testServer } from '#test/http';

const item = z.object({ name: z.string().min(2).max(10), count: z.int().min(1).max(5) });
const amount = z.string().superRefine((text, context) => {
  if (!/^\d+$/.test(text))
    context.addIssue({ code: 'custom', params: { reason: { code: 'amount_not_a_number' } } });
});
const api = {
  echo: route({
    method: 'POST',
    path: '/api/v1/echo',
    access: 'public',
    summary: 'Echo',
    status: 201,
    body: z.object({
      item,
      more: z.array(item).max(3).optional(),
      choice: z.enum(['a', 'b']).optional(),
      either: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('x'), x: z.string() }),
          z.object({ kind: z.literal('y') }),
        ])
        .optional(),
    }),
    ok: z.object({ item }),
  }),
  amount: route({
    method: 'POST',
    path: '/api/v1/amounts',
    access: 'public',
    summary: 'Amount',
    body: z.object({ amount }),
    ok: null,
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/things/:id',
    access: 'public',
    summary: 'Read',
    params: z.object({ id: z.string().regex(/^[a-z]{3}$/) }),
    query: z.object({ page: z.coerce.number().int().max(9).optional(), search: z.string().optional() }),
    ok: z.object({ id: z.string(), page: z.number().optional(), search: z.string().optional() }),
  }),
} as const;

const { db } = await freshDb();
const server = await testServer({ db, clock: testClock() });
serve(server, api.echo, async ({ body }) => ({ item: body.item }));
serve(server, api.amount, async () => {});
serve(server, api.read, async ({ params, query }) => ok({ id: params.id, ...query }));
const base = await listening(server);
after(() => server.close());

const send = (path: string, init: RequestInit = {}) =>
  fetch(base + path, {
    ...init,
    headers: { origin: ORIGIN, ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) },
  });
const post = (path: string, body: string | Uint8Array<ArrayBuffer>) => send(path, { method: 'POST', body });
const problem = async (response: Response): Promise<Problem> => {
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  return (await response.json()) as Problem;
};
const good = JSON.stringify({ item: { name: 'tea', count: 2 } });

describe('a body is taken as it was meant or refused with its place', () => {
  const cases: [what: string, body: string, fields: string[]][] = [
    ['a missing field', '{}', ['item required']],
    ['a missing field deep down', '{"item":{"name":"tea"}}', ['item.count required']],
    ['an unknown field', '{"item":{"name":"tea","count":1},"role":"admin"}', ['role unknown_field']],
    ['an unknown field deep down', '{"item":{"name":"tea","count":1,"balance":"9"}}', ['item.balance unknown_field']],
    ['an unknown field in a list', '{"item":{"name":"tea","count":1},"more":[{"name":"tea","count":1,"x":1}]}', ['more.0.x unknown_field']],
    ['an unknown field in a choice', '{"item":{"name":"tea","count":1},"either":{"kind":"y","x":"1"}}', ['either.x unknown_field']],
    ['a wrong type', '{"item":{"name":5,"count":1}}', ['item.name wrong_type']],
    ['a fraction', '{"item":{"name":"tea","count":1.5}}', ['item.count wrong_type']],
    ['too short and too big', '{"item":{"name":"t","count":9}}', ['item.name too_short', 'item.count too_big']],
    ['too long', '{"item":{"name":"teateateatea","count":1}}', ['item.name too_long']],
    ['too many', `{"item":{"name":"tea","count":1},"more":[${Array.from({ length: 4 }, () => '{"name":"tea","count":1}').join()}]}`, ['more too_long']],
    ['no such choice', '{"item":{"name":"tea","count":1},"choice":"c"}', ['choice not_one_of']],
    ['no such kind', '{"item":{"name":"tea","count":1},"either":{"kind":"z"}}', ['either.kind not_one_of']],
    ['a list instead of an object', '[]', [' wrong_type']],
    ['nothing', 'null', [' wrong_type']],
    ['a name twice', '{"item":{"name":"tea","count":1,"count":2}}', ['count duplicate_field']],
    ['a name twice, once escaped', '{"item":{"name":"tea","count":1,"c\\u006funt":2}}', ['count duplicate_field']],
    ['a name twice, far apart', `{"item":{"name":"tea","count"${' '.repeat(50)}:1,"count"${'\n'.repeat(50)}:2}}`, ['count duplicate_field']],
    ['__proto__', '{"item":{"name":"tea","count":1},"__proto__":{"admin":true}}', ['__proto__ invalid']],
    ['constructor', '{"item":{"name":"tea","count":1,"constructor":{"prototype":{}}}}', ['constructor invalid']],
    ['an escaped prototype', '{"item":{"name":"tea","count":1},"\\u0070rototype":{}}', ['prototype invalid']],
    ['no JSON', '{"item":', [' invalid']],
    ['JSON and more', `${good} ${good}`, [' invalid']],
    ['deep nesting', `{"item":${'['.repeat(20)}${']'.repeat(20)}}`, [' invalid']],
    ['very deep nesting', '['.repeat(60_000), [' invalid']],
    ['a NUL', '{"item":{"name":"te\\u0000a","count":1}}', [' invalid']],
    ['half a character', '{"item":{"name":"te\\ud800","count":1}}', [' invalid']],
  ]; // prettier-ignore
  for (const [what, body, fields] of cases)
    test(what, async () => {
      const answer = await problem(await post('/api/v1/echo', body));
      assert.deepEqual([answer.status, answer.code], [400, 'malformed_request']);
      assert.deepEqual(
        answer.fields?.map((field) => `${field.path} ${field.code}`),
        fields,
      );
    });
  test('bytes that are not UTF-8', async () => {
    const answer = await problem(await post('/api/v1/echo', Uint8Array.from([0x22, 0xff, 0x22])));
    assert.deepEqual([answer.status, answer.code], [400, 'malformed_request']);
  });
  test('too large', async () => {
    const answer = await problem(await post('/api/v1/echo', JSON.stringify({ item: 'x'.repeat(70_000) })));
    assert.deepEqual([answer.status, answer.code, answer.facts], [413, 'too_large', { maxKilobytes: 64 }]);
  });
  test('a rule of the contract refuses with its own reason', async () => {
    const answer = await problem(await post('/api/v1/amounts', '{"amount":"１２"}'));
    assert.deepEqual(
      [answer.status, answer.code, answer.fields?.[0]?.path],
      [422, 'amount_not_a_number', 'amount'],
    );
  });
  test('Object.prototype is as it was', () => {
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(Reflect.get({}, 'admin'), undefined);
  });
});

test('queries: a name twice, an unknown name and a wrong value are refused', async () => {
  assert.deepEqual(await (await send('/api/v1/things/abc?page=2')).json(), { id: 'abc', page: 2 });
  const cases = {
    'page=1&page=2': 'page duplicate_field',
    'page=1&x=1': 'x unknown_field',
    'page=zwei': 'page wrong_type',
    '__proto__=1': '__proto__ invalid',
    'search=%00': 'search invalid',
  };
  for (const [query, field] of Object.entries(cases)) {
    const answer = await problem(await send(`/api/v1/things/abc?${query}`));
    assert.equal(answer.code, 'malformed_request', query);
    assert.equal(answer.fields?.map(({ path, code }) => `${path} ${code}`).join(), field);
  }
});

test('whatever is sent is taken or refused, and never breaks us', { timeout: 60_000 }, async () => {
  const piece = fc.oneof(
    fc.json({ maxDepth: 4 }),
    fc.string({ unit: 'binary' }),
    fc
      .record(
        { item: fc.record({ name: fc.anything(), count: fc.anything() }), more: fc.anything() },
        { requiredKeys: [] },
      )
      .map((value) => String(JSON.stringify(value))),
  );
  const path = fc.oneof(
    fc.constant('/api/v1/echo'),
    fc.constant('/api/v1/amounts'),
    fc.webPath().map((tail) => `/api/v1/things${tail}`),
  );
  const query = fc.oneof(
    fc.constant(''),
    fc.webQueryParameters().map((text) => `?${text}`),
    fc
      .dictionary(fc.string(), fc.string(), { maxKeys: 3 })
      .map((pairs) => `?${new URLSearchParams(pairs).toString()}`),
  );
  await fc.assert(
    fc.asyncProperty(
      path,
      query,
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      piece,
      async (where, asked, method, body) => {
        const answer = await send(
          where + asked,
          method === 'GET' ? {} : { method, body: new TextEncoder().encode(body) },
        );
        const text = await answer.text();
        assert.ok(answer.status < 500, `${method} ${where}${asked} ${body}: ${answer.status} ${text}`);
        if (answer.status >= 400) assert.equal((JSON.parse(text) as Problem).status, answer.status);
      },
    ),
    { numRuns: 400 },
  );
});
