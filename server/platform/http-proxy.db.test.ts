import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { route } from '#common/api/route';
import { clearSessionCookie, serve, setSessionCookie } from '#platform/http';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { listening, testServer } from '#test/http';

const { db } = await freshDb();
const whoami = route({
  method: 'GET',
  path: '/api/v1/whoami',
  access: 'public',
  summary: 'Address',
  ok: z.object({ ip: z.string(), kind: z.string() }),
});
const enter = route({ method: 'POST', path: '/api/v1/enter', access: 'public', summary: 'In', ok: null });
const leave = route({ method: 'POST', path: '/api/v1/leave', access: 'public', summary: 'Out', ok: null });
const token = 'T'.repeat(43);

async function start(trustedProxies: string[]) {
  const server = await testServer({
    db,
    clock: testClock(),
    secure: true,
    publicOrigins: ['https://pay.example.org'],
    trustedProxies,
    authenticate: async ({ kind }) =>
      ({ kind: 'customer', id: kind, sessionId: kind, verified: true, locale: 'en' }) as never,
  });
  serve(server, whoami, ({ ip, actor }) => ({ ip, kind: actor.kind }));
  serve(server, enter, ({ reply }) => {
    setSessionCookie(reply, 'customer', token);
  });
  serve(server, leave, ({ reply }) => {
    clearSessionCookie(reply, 'customer');
  });
  const base = await listening(server);
  after(() => server.close());
  return (path: string, init: RequestInit = {}) => fetch(base + path, init);
}
const behind = await start(['127.0.0.1']);
const direct = await start([]);
const whoIs = async (send: typeof behind, headers: Record<string, string>) =>
  (await (await send('/api/v1/whoami', { headers })).json()) as { ip: string; kind: string };

test('only a declared proxy may say who called', async () => {
  assert.equal((await whoIs(behind, { 'x-forwarded-for': '203.0.113.7' })).ip, '203.0.113.7');
  assert.equal(
    (await whoIs(behind, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })).ip,
    '203.0.113.7',
    'what the proxy itself saw, not what it was told',
  );
  assert.equal((await whoIs(direct, { 'x-forwarded-for': '203.0.113.7' })).ip, '127.0.0.1');
});

test('over https the session is bound to this very host, and browsers are told to stay on https', async () => {
  const answer = await direct('/api/v1/enter', {
    method: 'POST',
    headers: { origin: 'https://pay.example.org' },
  });
  assert.equal(
    answer.headers.get('set-cookie'),
    `__Host-okpay=${token}; Path=/; HttpOnly; Secure; SameSite=Lax`,
  );
  assert.match(answer.headers.get('strict-transport-security') ?? '', /^max-age=\d{8,}; includeSubDomains$/);
  assert.equal(
    (await whoIs(direct, { cookie: `okpay=${token}` })).kind,
    'guest',
    'a cookie that plain http could have set is none',
  );
  assert.equal((await whoIs(direct, { cookie: `__Host-okpay=${token}` })).kind, 'customer');
});

test('signing out takes cookie and what pages have kept from the browser', async () => {
  const { headers } = await direct('/api/v1/leave', { method: 'POST' });
  assert.match(headers.get('set-cookie') ?? '', /^__Host-okpay=; (?=.*Max-Age=0|.*Expires=Thu, 01 Jan 1970)/);
  assert.equal(headers.get('clear-site-data'), '"storage"');
});

test('the Host header names nobody', async () => {
  const answer = await direct('/api/v1/whoami', {
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  });
  assert.doesNotMatch(JSON.stringify([...answer.headers]) + (await answer.text()), /evil/);
});
