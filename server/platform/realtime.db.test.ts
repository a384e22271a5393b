import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '#platform/db';
import { createLog } from '#platform/log';
import { startRelay } from '#platform/outbox-relay';
import { pushTo, serveStreams, startStreamHub } from '#platform/realtime';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { listening, testServer, testSessions, type TestSessions } from '#test/http';
import { readStream, type StreamReader } from '#test/sse';

const { db, urls } = await freshDb();
const log = createLog({ level: 'silent' });
const sessions = testSessions();
const relays = [startRelay({ db, log }), startRelay({ db, log })];

async function startOne(of: TestSessions) {
  const server = await testServer({ db, clock: testClock(), sessions: of });
  const hub = startStreamHub({ db, directUrl: urls.directUrl, log });
  serveStreams(server, {
    db,
    log,
    hub,
    audiencesOf: async (actor) =>
      actor.kind === 'customer' ? [`customer:${actor.id}`] : ['staff', `staff:${actor.id}`],
    liveSessions: async () => of.live,
  });
  return { server, hub, base: await listening(server) };
}
const [first, second] = await Promise.all([startOne(sessions), startOne(sessions)]);
after(async () => {
  for (const { server, hub } of [first, second]) await server.close().then(() => hub.stop());
  await Promise.all(relays.map((relay) => relay.stop()));
});

const push = (audience: string, id: string) =>
  db.transaction((tx) => pushTo(tx, audience, { type: 'entry', id }));
const hintsOf = (reader: StreamReader): string[] =>
  reader.events.filter(({ event }) => event === 'message').map(({ data }) => (data as { id: string }).id);
async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(5);
}
const hello = async (reader: StreamReader): Promise<boolean> => {
  await until(() => reader.events.length > 0);
  assert.equal(reader.events[0]?.event, 'hello');
  return (reader.events[0].data as { fresh: boolean }).fresh;
};

test('a hint reaches its audience on every server, and nobody else', async () => {
  const mine = sessions.customer();
  const other = sessions.customer();
  const readers = [first, second].map(({ base }) => readStream(`${base}/api/v1/stream`, mine));
  const stranger = readStream(`${first.base}/api/v1/stream`, other);
  for (const reader of [...readers, stranger]) assert.equal(await hello(reader), true);
  const { headers } = (await readers[0]?.response) ?? (await stranger.response);
  assert.deepEqual(
    [headers.get('content-type'), headers.get('x-accel-buffering'), headers.get('cache-control')],
    ['text/event-stream; charset=utf-8', 'no', 'no-store, no-transform'],
  );
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  await push(`customer:${mine.actor.id}`, 'tr_1');
  await push(`customer:${other.actor.id}`, 'tr_2');
  await until(() => [...readers, stranger].every((reader) => hintsOf(reader).length === 1));
  assert.deepEqual([...readers, stranger].map(hintsOf), [['tr_1'], ['tr_1'], ['tr_2']]);
  for (const reader of [...readers, stranger]) reader.cut();
});

test('nobody streams without a session, and a customer not for staff', async () => {
  const { cookie } = sessions.customer();
  const { cookie: agent } = sessions.staff();
  const status = async (path: string, who: string) => {
    const reader = readStream(first.base + path, { cookie: who });
    const answer = await reader.response;
    reader.cut();
    return answer.status;
  };
  assert.deepEqual(
    await Promise.all([
      status('/api/v1/stream', ''),
      status('/api/v1/staff/stream', cookie),
      status('/api/v1/staff/stream', agent),
      status('/api/v1/stream?x=1', cookie),
    ]),
    [401, 401, 200, 400],
  );
});

/** Reads on one server and the other in turn, on lines that are cut again and again, until it has `count` hints. */
async function readThroughCuts(cookie: string, position: string, count: number): Promise<string[]> {
  const got: string[] = [];
  let lastId = position;
  for (let turn = 0; got.length < count; turn++) {
    const { base } = turn % 2 === 0 ? first : second;
    const reader = readStream(`${base}/api/v1/stream`, {
      cookie,
      lastId,
      onEvent: ({ id, event, data }) => {
        lastId = id || lastId;
        if (event === 'message') got.push((data as { id: string }).id);
      },
    });
    await Promise.race([sleep(30 + Math.random() * 100), reader.ended]);
    reader.cut();
    await reader.ended;
  }
  return got;
}

test(
  'through cut lines, other servers and lost listeners each reader gets everything once and in order',
  { timeout: 60_000 },
  async () => {
    const { actor, cookie } = sessions.customer();
    const start = readStream(`${first.base}/api/v1/stream`, { cookie });
    await hello(start);
    start.cut();
    const sent = Array.from({ length: 200 }, (_, n) => String(n));
    const reading = Promise.all([1, 2, 3].map(() => readThroughCuts(cookie, start.lastId(), sent.length)));
    let writing = true;
    const cutting = (async () => {
      while (writing) {
        await sleep(100);
        await Promise.all([first.hub.cut(), second.hub.cut()]);
      }
    })();
    for (const id of sent) {
      await push(`customer:${actor.id}`, id);
      if (Math.random() < 0.3) await sleep(8);
    }
    const got = await reading;
    writing = false;
    await cutting;
    for (const hints of got) assert.deepEqual(hints, sent);
  },
);

test('whoever was away for too long is told to load everything anew', async () => {
  const { actor, cookie } = sessions.customer();
  const audience = `customer:${actor.id}`;
  const before = readStream(`${first.base}/api/v1/stream`, { cookie });
  await hello(before);
  before.cut();
  for (const id of ['1', '2', '3']) await push(audience, id);
  const after3 = readStream(`${first.base}/api/v1/stream`, { cookie, lastId: before.lastId() });
  await until(() => hintsOf(after3).length === 3);
  assert.equal(await hello(after3), false);
  after3.cut();
  await sql`delete from platform.stream_event where audience = ${audience} and seq = 1`.execute(db.read);
  const late = readStream(`${second.base}/api/v1/stream`, { cookie, lastId: before.lastId() });
  assert.equal(await hello(late), true);
  const forged = readStream(
    `${second.base}/api/v1/stream?last_event_id=${encodeURIComponent(`${audience}=999;staff=0;x`)}`,
    { cookie },
  );
  assert.equal(await hello(forged), true);
  await push(audience, '4');
  await until(() => hintsOf(late).length === 1 && hintsOf(forged).length === 1);
  assert.deepEqual([hintsOf(late), hintsOf(forged)], [['4'], ['4']]);
  for (const reader of [late, forged]) reader.cut();
});

test('a stream ends with its session, for good, and within five seconds', async () => {
  const { actor, cookie } = sessions.customer();
  const reader = readStream(`${first.base}/api/v1/stream`, { cookie });
  await hello(reader);
  sessions.end(actor);
  const begun = performance.now();
  await reader.ended;
  assert.ok(performance.now() - begun < 5_000);
  assert.equal(reader.events.at(-1)?.event, 'end');
  assert.equal((await readStream(`${first.base}/api/v1/stream`, { cookie }).response).status, 401);
});

test('one person holds no more than twelve streams; the oldest gives way', async () => {
  const { cookie } = sessions.customer();
  const readers: StreamReader[] = [];
  for (let n = 0; n < 13; n++) {
    const reader = readStream(`${first.base}/api/v1/stream`, { cookie });
    await hello(reader);
    readers.push(reader);
  }
  await readers[0]?.ended;
  assert.equal(readers[0]?.events.at(-1)?.event, 'hello', 'it may come back');
  for (const reader of readers) reader.cut();
});

test('a server that stops lets go of its streams, and others go on', async () => {
  const third = await startOne(sessions);
  const { actor, cookie } = sessions.customer();
  const reader = readStream(`${third.base}/api/v1/stream`, { cookie });
  await hello(reader);
  await Promise.all([third.server.close(), reader.ended]);
  await third.hub.stop();
  await push(`customer:${actor.id}`, 'meanwhile');
  const again = readStream(`${first.base}/api/v1/stream`, { cookie, lastId: reader.lastId() });
  await until(() => hintsOf(again).length === 1);
  assert.equal(await hello(again), false);
  again.cut();
});
