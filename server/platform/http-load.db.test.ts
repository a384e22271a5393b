// More callers than can be served, and callers that are slow on purpose: neither takes the server away from the others. (DOS-03, DOS-04)
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { z } from 'zod';
import { api } from '#common/api/index';
import { route } from '#common/api/route';
import { MAX_IN_FLIGHT, ORDINARY_IN_FLIGHT, roomFor, serve } from '#platform/http';
import { serveHealth } from '#platform/http-health';
import { createLog } from '#platform/log';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { listening, testServer } from '#test/http';

const { db } = await freshDb();
const held = route({ method: 'GET', path: '/api/v1/held', access: 'public', summary: 'Held', ok: z.object({ done: z.boolean() }) }); // prettier-ignore
const quick = route({ method: 'GET', path: '/api/v1/quick', access: 'public', summary: 'Quick', ok: z.object({ done: z.boolean() }) }); // prettier-ignore
const heldMoney = route({ method: 'GET', path: '/api/v1/held-money', access: 'public', tags: ['Payments'], summary: 'Held', ok: z.object({ done: z.boolean() }) }); // prettier-ignore
const money = route({ method: 'GET', path: '/api/v1/money', access: 'public', tags: ['Money'], summary: 'Money', ok: z.object({ done: z.boolean() }) }); // prettier-ignore
const typed = route({ method: 'POST', path: '/api/v1/typed', access: 'public', summary: 'Typed', body: z.object({ text: z.string() }), ok: z.object({ done: z.boolean() }) }); // prettier-ignore

type Hold = { begun: number; release(): void };
async function start(options: { connectionsPerAddress?: number } = {}) {
  const server = await testServer({ db, clock: testClock(), ...options });
  serveHealth(server, { db, log: createLog({ level: 'silent' }), migrations: [] });
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold: Hold = { begun: 0, release };
  for (const each of [held, heldMoney])
    serve(server, each, async () => {
      hold.begun += 1;
      await released;
      return { done: true };
    });
  serve(server, money, () => ({ done: true }));
  serve(server, quick, () => ({ done: true }));
  serve(server, typed, () => ({ done: true }));
  const base = await listening(server);
  after(() => server.close());
  return { server, base, hold };
}

/** One request on a connection of its own; a browser's pool would queue it. */
const asked = (
  base: string,
  path: string,
): Promise<{ status: number; retryAfter: string | undefined; text: string }> =>
  new Promise((answered, failed) => {
    request(new URL(path, base), { agent: new Agent({ maxSockets: 1 }) }, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('end', () =>
        answered({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], text }),
      );
    })
      .on('error', failed)
      .end();
  });

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let look = 0; !isSo(); look += 1) {
    assert.ok(look < 600, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('what moves money, or prices it, is let in when others are told to come back', () => {
  const moving = Object.entries(api).filter(([name]) =>
    /^(create|cancel)(Quote|Transfer|TopUp|Exchange|Withdrawal)/.test(name),
  );
  assert.ok(moving.length >= 8, String(moving.length));
  for (const [name, r] of moving) assert.equal(roomFor(r), MAX_IN_FLIGHT, name);
  assert.ok(roomFor(api.searchHelp) < MAX_IN_FLIGHT);
});

test('beyond the limit requests are told at once to come back, money last; those before it are answered, and health goes on saying so', async () => {
  const { base, hold } = await start();
  const ordinary = Array.from({ length: ORDINARY_IN_FLIGHT }, () => asked(base, '/api/v1/held'));
  await until(() => hold.begun === ORDINARY_IN_FLIGHT, 'all of them are being answered');
  assert.equal((await asked(base, '/api/v1/quick')).status, 503);
  assert.equal((await asked(base, '/api/v1/money')).status, 200, 'money goes before everything else');
  const paying = Array.from({ length: MAX_IN_FLIGHT - ORDINARY_IN_FLIGHT }, () =>
    asked(base, '/api/v1/held-money'),
  );
  await until(() => hold.begun === MAX_IN_FLIGHT, 'so are those about money');
  assert.equal((await asked(base, '/api/v1/money')).status, 503, 'and what is full is full');
  const accepted = [...ordinary, ...paying];
  const beyond = await Promise.all(Array.from({ length: 50 }, () => asked(base, '/api/v1/quick')));
  for (const { status, retryAfter, text } of beyond) {
    assert.deepEqual([status, retryAfter], [503, '1']);
    assert.match(text, /"code":"temporarily_unavailable"/);
  }
  assert.equal(hold.begun, MAX_IN_FLIGHT, 'nothing of them was begun');
  assert.equal((await asked(base, '/health/live')).status, 200, 'a busy process is not a dead one');
  assert.equal((await asked(base, '/health/ready')).status, 200);
  hold.release();
  for (const { status } of await Promise.all(accepted)) assert.equal(status, 200);
  assert.equal((await asked(base, '/api/v1/quick')).status, 200, 'and it goes on as before');
});

type Slow = { socket: Socket; said: () => string };
function slowly(base: string, bytes: string): Promise<Slow> {
  return new Promise((opened, failed) => {
    let said = '';
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => {
      socket.write(bytes);
      opened({ socket, said: () => said });
    });
    socket.on('data', (answer: Buffer) => (said += answer.toString()));
    socket.on('error', failed);
  });
}

test('who never finishes head or body is let go in time, and others are served meanwhile', async () => {
  const { server, base } = await start();
  const http = server.server;
  assert.deepEqual(
    [http.headersTimeout, http.requestTimeout, http.keepAliveTimeout],
    [10_000, 30_000, 72_000],
  );
  // The same mechanism with less patience: what is tested is that it lets go, not how long ten seconds are.
  Object.assign(http, { headersTimeout: 500, requestTimeout: 1_500 });
  const head = 'POST /api/v1/typed HTTP/1.1\r\nhost: x\r\n';
  const body = `${head}content-type: application/json\r\ncontent-length: 20\r\n\r\n{"te`;
  const slow = await Promise.all([
    ...Array.from({ length: 200 }, () => slowly(base, head)),
    ...Array.from({ length: 200 }, () => slowly(base, body)),
  ]);
  for (let served = 0; served < 20; served += 1)
    assert.equal((await asked(base, '/api/v1/quick')).status, 200);
  await until(() => slow.every(({ socket }) => socket.closed), 'every slow caller is let go');
  for (const { said } of slow) assert.match(said(), /^HTTP\/1\.1 408 /);
  assert.equal((await asked(base, '/health/live')).status, 200);
});

test('a head that is too large is refused before anything is done with it', async () => {
  const { base } = await start();
  const large = await slowly(
    base,
    `GET /api/v1/quick HTTP/1.1\r\nhost: x\r\nx-much: ${'x'.repeat(20_000)}\r\n\r\n`,
  );
  await until(() => large.socket.closed, 'it is let go');
  assert.match(large.said(), /^HTTP\/1\.1 431 /);
});

test('one address holds no more connections than it may, and gets new ones when it lets others go', async () => {
  const { base } = await start({ connectionsPerAddress: 20 });
  const held = await Promise.all(
    Array.from({ length: 20 }, () => slowly(base, 'GET /api/v1/quick HTTP/1.1\r\n')),
  );
  const beyond = await Promise.all(Array.from({ length: 30 }, () => slowly(base, '')));
  await until(() => beyond.every(({ socket }) => socket.closed), 'those beyond are let go at once');
  for (const { said } of beyond) assert.equal(said(), '');
  assert.equal(held.filter(({ socket }) => socket.closed).length, 0, 'those before stay');
  for (const { socket } of held.slice(0, 5)) socket.destroy();
  await until(() => held[0]?.socket.closed === true, 'five are gone');
  let answer = 0;
  for (let look = 0; look < 40 && answer !== 200; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await asked(base, '/api/v1/quick').then(
      ({ status }) => status,
      () => 0,
    );
  }
  assert.equal(answer, 200);
  for (const { socket } of held) socket.destroy();
});
