import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { ApiProblem } from '#common/api/client';
import { type Problem, route } from '#common/api/route';
import { err, ok } from '#common/result';
import { page, serve, type Server, setSessionCookie } from '#platform/http';
import { createLog } from '#platform/log';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { caller, listening, ORIGIN, testServer, testSessions } from '#test/http';

const { db } = await freshDb();
const clock = testClock();
const sessions = testSessions();
const lines: string[] = [];
const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } });

const item = z.object({ name: z.string(), count: z.int() });
const api = {
  echo: route({
    method: 'POST',
    path: '/api/v1/echo',
    access: 'public',
    summary: 'Echo',
    status: 201,
    body: z.object({ item }),
    ok: z.object({ item }),
  }),
  read: route({ method: 'GET', path: '/api/v1/things/:id', access: 'public', summary: 'Read', params: z.object({ id: z.string().regex(/^[a-z]{3}$/) }), query: z.object({ page: z.coerce.number().int().max(9).optional(), search: z.string().optional() }), ok: z.object({ id: z.string(), page: z.number().optional(), search: z.string().optional() }) }),
  mine: route({ method: 'GET', path: '/api/v1/mine', access: 'customer', summary: 'Mine', ok: z.object({ id: z.string() }) }),
  pending: route({ method: 'GET', path: '/api/v1/pending', access: 'customer_pending', summary: 'Pending', ok: z.object({ id: z.string() }) }),
  staff: route({ method: 'GET', path: '/api/v1/staff/any', access: 'staff', summary: 'Staff', ok: z.object({ id: z.string() }) }),
  finance: route({ method: 'GET', path: '/api/v1/staff/finance', access: { staff: ['finance'] }, summary: 'Finance', ok: z.object({ id: z.string() }) }),
  refuse: route({ method: 'POST', path: '/api/v1/refusals', access: 'public', summary: 'Refuse', body: z.object({}), ok: null, errors: ['limit_per_payment', 'sign_in_paused'] }),
  fail: route({ method: 'GET', path: '/api/v1/failures', access: 'public', summary: 'Fail', ok: null }),
  loose: route({ method: 'GET', path: '/api/v1/loose', access: 'public', summary: 'Says too much', ok: z.object({ id: z.string() }) }),
  signIn: route({ method: 'POST', path: '/api/v1/sign-in', access: 'public', summary: 'Sign in', body: z.object({ password: z.string() }), ok: null }),
  callback: route({ method: 'POST', path: '/api/v1/callbacks/test', access: 'provider', summary: 'Callback', body: z.looseObject({ kind: z.string() }), ok: z.object({ raw: z.string(), kind: z.string() }), status: 200 }),
  limited: route({ method: 'POST', path: '/api/v1/limited', access: 'public', summary: 'Limited', rate: { limit: 3, seconds: 60, by: 'ip' }, ok: null }),
} as const; // prettier-ignore

function addRoutes(server: Server): void {
  serve(server, api.echo, async ({ body }) => ({ item: body.item }));
  serve(server, api.read, async ({ params, query }) => ok({ id: params.id, ...query }));
  serve(server, api.mine, async ({ actor }) => ({ id: actor.id }));
  serve(server, api.pending, async ({ actor }) => ({ id: actor.id }));
  serve(server, api.staff, async ({ actor }) => ({ id: actor.id }));
  serve(server, api.finance, async ({ actor }) => ({ id: actor.id }));
  serve(server, api.refuse, async () =>
    err({ code: 'limit_per_payment', limit: { minor: 500_00n, currency: 'CNY' } }),
  );
  serve(server, api.fail, async () => {
    throw new Error('select secret from wang@example.org');
  });
  serve(server, api.loose, async () => ({ id: 'x', passwordHash: 'y' }));
  serve(server, api.signIn, async ({ reply }) => {
    setSessionCookie(reply, 'customer', 'T'.repeat(43), 60);
  });
  serve(server, api.callback, async ({ rawBody, body }) => ({ raw: rawBody.toString(), kind: body.kind }));
  serve(server, api.limited, async () => {});
  page(server, '/hello', ({ locale }) => `<!doctype html><p lang="${locale}">hello</p>`);
}

let base = '';
let server: Server;
before(async () => {
  server = await testServer({ db, clock, sessions, log, frames: ['https://cards.example'] });
  addRoutes(server);
  base = await listening(server);
});
after(() => server.close());

const send = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(base + path, {
    ...init,
    headers: {
      origin: ORIGIN,
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...init.headers,
    },
  });
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', body, headers });
const problem = async (response: Response): Promise<Problem> => {
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  return (await response.json()) as Problem;
};
const refused = async (response: Response): Promise<string> => {
  const { code, status } = await problem(response);
  assert.equal(status, response.status);
  return `${status} ${code}`;
};
const good = JSON.stringify({ item: { name: 'tea', count: 2 } });

test('media types other than JSON are refused', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonx',
  ])
    assert.equal(
      await refused(await post('/api/v1/echo', good, { 'content-type': type })),
      '415 unsupported_media_type',
      type,
    );
  assert.equal(
    await refused(await post('/api/v1/echo', good, { 'content-encoding': 'gzip' })),
    '415 unsupported_media_type',
  );
  assert.equal(
    (await post('/api/v1/echo', good, { 'content-type': 'application/json; charset=utf-8' })).status,
    201,
  );
});

test('addresses that cannot be are not found', async () => {
  for (const path of [
    '/api/v1/things/nope',
    '/api/v1/things/%00%00%00',
    '/api/v1/nothing',
    '/api/v2',
    '/nothing',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])
    assert.equal(await refused(await send(path)), '404 not_found', path);
  assert.equal(await refused(await send('/api/v1/things/%E0%A4%A')), '400 malformed_request');
  assert.equal(await refused(await send('/api/v1/echo', { method: 'DELETE' })), '404 not_found');
});

test('another site cannot make a browser write', async () => {
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${ORIGIN}.evil.example` },
    { origin: 'https://okpay.test' },
    { origin: '' },
  ];
  for (const headers of foreign)
    assert.equal(
      await refused(await post('/api/v1/echo', good, headers)),
      '403 cross_origin_refused',
      JSON.stringify(headers),
    );
  const bare = (headers: Record<string, string>) =>
    fetch(`${base}/api/v1/echo`, {
      method: 'POST',
      body: good,
      headers: { 'content-type': 'application/json', ...headers },
    });
  assert.equal(await refused(await bare({ 'sec-fetch-site': 'cross-site' })), '403 cross_origin_refused');
  assert.equal(await refused(await bare({ 'sec-fetch-site': 'same-site' })), '403 cross_origin_refused');
  assert.equal((await bare({ 'sec-fetch-site': 'same-origin' })).status, 201);
});

test('no other origin is ever allowed to read', async () => {
  for (const origin of ['https://evil.example', 'null', ORIGIN]) {
    const preflight = await send('/api/v1/echo', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    for (const answer of [preflight, await send('/api/v1/loose', { headers: { origin } })])
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
        [],
      );
  }
});

test('every answer carries the security headers, pages and errors too', async () => {
  for (const path of [
    '/hello',
    '/api/v1/loose',
    '/api/v1/nothing',
    '/api/v1/failures',
    '/api/v1/things/%E0%A4%A',
  ]) {
    const { headers } = await send(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'/, path);
    assert.match(policy, /frame-src https:\/\/cards\.example;/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('strict-transport-security'), null);
    assert.match(headers.get('x-request-id') ?? '', /^req_[0-9a-f]{24}$/);
    assert.equal(headers.get('server') ?? headers.get('x-powered-by'), null);
  }
});

test('who may not is refused, with what would help', async () => {
  const { cookie: verified, actor } = sessions.customer();
  const { cookie: pending } = sessions.customer({ verified: false });
  const { cookie: agent } = sessions.staff();
  const { cookie: finance } = sessions.staff({ role: 'finance' });
  const table = [
    ['/api/v1/mine', '', '401 unauthenticated'], ['/api/v1/mine', pending, '403 verification_required'], ['/api/v1/mine', agent, '401 unauthenticated'], ['/api/v1/mine', verified, '200'],
    ['/api/v1/pending', '', '401 unauthenticated'], ['/api/v1/pending', pending, '200'], ['/api/v1/pending', verified, '200'],
    ['/api/v1/staff/any', '', '401 unauthenticated'], ['/api/v1/staff/any', verified, '401 unauthenticated'], ['/api/v1/staff/any', agent, '200'],
    ['/api/v1/staff/finance', agent, '403 forbidden'], ['/api/v1/staff/finance', finance, '200'], ['/api/v1/staff/finance', verified, '401 unauthenticated'],
    ['/api/v1/mine', verified.replace('okpay=', 'okpay_staff='), '401 unauthenticated'], ['/api/v1/mine', `okpay=${'A'.repeat(43)}`, '401 unauthenticated'], ['/api/v1/mine', 'okpay=x', '401 unauthenticated'],
    ['/api/v1/mine', `${verified}; ${agent}`, '200'], ['/api/v1/staff/any', `${verified}; ${agent}`, '200'],
  ] as const; // prettier-ignore
  for (const [path, cookie, expected] of table) {
    const answer = await send(path, { headers: { cookie } });
    assert.equal(answer.ok ? String(answer.status) : await refused(answer), expected, `${path} ${cookie}`);
  }
  sessions.end(actor);
  assert.equal(
    await refused(await send('/api/v1/mine', { headers: { cookie: verified } })),
    '401 unauthenticated',
  );
});

test('a refusal tells its facts, in the language of the reader', async () => {
  const answer = await problem(
    await post('/api/v1/refusals', '{}', { 'accept-language': 'fr, zh-TW;q=0.8' }),
  );
  assert.deepEqual(answer, {
    type: '/help/errors/limit_per_payment', title: 'zh-CN limit_per_payment', detail: 'zh-CN detail', status: 422, code: 'limit_per_payment',
    facts: { limit: { amount: '50000', currency: 'CNY' } }, nextActor: 'you', money: 'untouched', remedies: answer.remedies, request_id: answer.request_id,
  }); // prettier-ignore
  const inEnglish = await problem(
    await post('/api/v1/refusals', '{}', { cookie: 'okpay_lang=en', 'accept-language': 'zh' }),
  );
  assert.equal(inEnglish.title, 'en limit_per_payment');
});

test('the typed client throws what was refused', async () => {
  const call = caller(base);
  assert.deepEqual(await call(api.echo, { body: { item: { name: 'tea', count: 1 } } }), {
    item: { name: 'tea', count: 1 },
  });
  assert.deepEqual(await call(api.read, { params: { id: 'abc' }, query: { search: 'ä&=' } }), {
    id: 'abc',
    search: 'ä&=',
  });
  await assert.rejects(
    call(api.mine),
    (error) =>
      error instanceof ApiProblem && error.code === 'unauthenticated' && error.remedies.includes('sign_in'),
  );
});

test('what went wrong inside is told to nobody outside', async () => {
  const answer = await send('/api/v1/failures');
  const text = await answer.text();
  assert.equal(answer.status, 500);
  assert.match(text, /internal_error/);
  assert.doesNotMatch(text, /select|wang|at .*\.ts/);
});

test('an answer holds nothing that the contract does not name', async () => {
  assert.deepEqual(await (await send('/api/v1/loose')).json(), { id: 'x' });
});

test('the session cookie is out of reach of scripts and other sites', async () => {
  const answer = await post('/api/v1/sign-in', '{"password":"hunter2hunter2"}');
  assert.equal(answer.status, 204);
  assert.equal(
    answer.headers.get('set-cookie'),
    `okpay=${'T'.repeat(43)}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax`,
  );
});

test("another company's callback is taken in its own words, with the bytes that its signature covers", async () => {
  const raw = '{ "kind":"charge", "unknown": {"deep": 1} }';
  const answer = await fetch(`${base}/api/v1/callbacks/test`, {
    method: 'POST',
    body: raw,
    headers: { 'content-type': 'text/plain' },
  });
  assert.deepEqual(await answer.json(), { raw, kind: 'charge' });
  const form = await fetch(`${base}/api/v1/callbacks/test`, {
    method: 'POST',
    body: 'kind=form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.deepEqual(await form.json(), { raw: 'kind=form', kind: 'form' });
  assert.equal(
    await refused(await fetch(`${base}/api/v1/callbacks/test`, { method: 'POST', body: 'nonsense' })),
    '400 malformed_request',
  );
});

test('a limited route says when to come back, and does not believe a forged address', async () => {
  const call = (forged: string) =>
    send('/api/v1/limited', { method: 'POST', headers: { 'x-forwarded-for': forged } });
  const statuses = await Promise.all(
    ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4', '5.5.5.5'].map(async (ip) => (await call(ip)).status),
  );
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [204, 204, 204, 429, 429],
  );
  clock.advance({ seconds: 20 });
  const late = await call('6.6.6.6');
  assert.equal(late.headers.get('retry-after'), '40');
  assert.deepEqual((await problem(late)).facts, { until: '2026-11-22T09:01:00Z' });
  clock.advance({ seconds: 41 });
  assert.equal((await call('7.7.7.7')).status, 204);
});

test('bytes that are no HTTP get a short answer', async () => {
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'));
    socket.on('data', (bytes) => (text += String(bytes))).on('close', () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.doesNotMatch(answer, /parse|error/i);
});

test('the log has ids and codes, and nothing that people typed or hold', async () => {
  const { cookie, actor } = sessions.customer();
  lines.length = 0;
  await send('/api/v1/mine?search=wang@example.org', {
    headers: {
      cookie,
      authorization: 'Bearer secretsecret',
      'user-agent': 'x\r\n{"level":"forged"}'.replaceAll(/[\r\n]/g, ''),
    },
  });
  await post('/api/v1/sign-in', '{"password":"hunter2hunter2"}', { cookie });
  await send('/api/v1/failures');
  const text = lines.join('');
  for (const secret of [
    'hunter2',
    'wang',
    'secretsecret',
    cookie.slice(6),
    'T'.repeat(43),
    '"body"',
    'forged',
  ])
    assert.ok(!text.includes(secret), secret);
  const answered = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['msg'] === 'answered');
  assert.deepEqual(
    answered.map(({ route: path, status }) => `${String(path)} ${String(status)}`),
    ['/api/v1/mine 400', '/api/v1/sign-in 204', '/api/v1/failures 500'],
  );
  assert.equal(answered[0]?.['actor'], actor.id);
});

test('a route that nobody decided about keeps the server from starting', async () => {
  const other = await testServer({ db, clock });
  assert.throws(
    () => other.get('/open', async () => 'x'),
    /GET,?\s*\/open does not declare|does not declare who may call it/,
  );
  assert.throws(
    () => other.get('/api/v1/open', { config: { access: 'public' } }, async () => 'x'),
    /not in the contract/,
  );
});
