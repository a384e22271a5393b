import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDb } from '#platform/db';
import { serveHealth } from '#platform/http-health';
import { createLog } from '#platform/log';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { listening, testServer } from '#test/http';
import { lineTo } from '#test/proxy';

const { urls } = await freshDb();
const log = createLog({ level: 'silent' });

async function start(options: { migrations?: string[]; metricsToken?: string; url?: string } = {}) {
  const own = openDb(options.url ?? urls.appUrl, { size: 2 });
  const server = await testServer({ db: own, clock: testClock() });
  serveHealth(server, {
    db: own,
    log,
    migrations: options.migrations ?? ['0001_platform.sql'],
    metricsToken: options.metricsToken,
  });
  const base = await listening(server);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + path, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  return { get, stop: () => server.close().then(() => own.close()) };
}

test('a server that can work is live and ready', async () => {
  const { get, stop } = await start();
  assert.deepEqual(await get('/health/live'), { status: 200, text: '{"status":"ok"}' });
  assert.deepEqual(await get('/health/ready'), { status: 200, text: '{"status":"ok"}' });
  await stop();
});

test('without its migrations it is not ready, and does not say why', async () => {
  const { get, stop } = await start({ migrations: ['0001_platform.sql', '9999_future.sql'] });
  assert.deepEqual(await get('/health/ready'), { status: 503, text: '{"status":"unavailable"}' });
  await stop();
});

test('while the database is away it is live and not ready, within five seconds; then ready again', async (t) => {
  const line = await lineTo(urls.appUrl);
  t.after(() => line.close());
  const { get, stop } = await start({ url: line.url });
  assert.equal((await get('/health/ready')).status, 200);
  line.cut();
  const begun = performance.now();
  while ((await get('/health/ready')).status === 200);
  assert.ok(performance.now() - begun < 5_000);
  assert.equal((await get('/health/live')).status, 200);
  line.mend();
  while ((await get('/health/ready')).status === 503);
  await stop();
});

test('figures are for this machine or for whoever has the token', async () => {
  const own = await start();
  const figures = await own.get('/metrics');
  assert.equal(figures.status, 200);
  assert.match(figures.text, /^okpay_http_request_seconds_bucket\{/m);
  assert.match(figures.text, /^okpay_archive_failing 0$/m);
  assert.equal((await own.get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status, 404);
  await own.stop();
  const guarded = await start({ metricsToken: 'a-long-enough-token' });
  assert.equal((await guarded.get('/metrics')).status, 404);
  assert.equal((await guarded.get('/metrics', { authorization: 'Bearer wrong' })).status, 404);
  assert.equal((await guarded.get('/metrics', { authorization: 'Bearer a-long-enough-token' })).status, 200);
  await guarded.stop();
});
