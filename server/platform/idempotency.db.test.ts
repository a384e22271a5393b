import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type Db, openDb } from '#platform/db';
import { canonicalJson, forgetOldKeys } from '#platform/idempotency';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { createEffectTable, effects, serveEffect } from '#test/effect';
import { listening, ORIGIN, testServer, testSessions } from '#test/http';
import { lineTo } from '#test/proxy';

const { db, owner, urls } = await freshDb();
await createEffectTable(owner);
const clock = testClock();
const sessions = testSessions();
const server = await testServer({ db, clock, sessions });
serveEffect(server);
const base = await listening(server);
after(() => server.close());

const { actor, cookie } = sessions.customer();
type Asked = { what: string; key?: string; cookie?: string; base?: string; body?: string };
const ask = ({
  what,
  key,
  cookie: who = cookie,
  base: where = base,
  body = JSON.stringify({ what }),
}: Asked) =>
  fetch(`${where}/api/v1/effects`, {
    method: 'POST',
    body,
    headers: {
      origin: ORIGIN,
      'content-type': 'application/json',
      cookie: who,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
const told = async (response: Response) => ({
  status: response.status,
  replayed: response.headers.get('idempotent-replayed'),
  body: await response.text(),
});
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${String(((await response.json()) as { code: string }).code)}`;

test('without a key, or with one that is none, nothing is done', async () => {
  for (const key of [undefined, '', 'x'.repeat(256), 'with space', 'ümlaut'.normalize('NFC')])
    assert.equal(
      await codeOf(await ask({ what: 'nothing', ...(key === undefined ? {} : { key }) })),
      '400 idempotency_key_missing',
      String(key),
    );
  assert.equal((await effects(db))['nothing'], undefined);
});

test('the same request again is answered the same and done once', async () => {
  const first = await told(await ask({ what: 'one', key: 'k1' }));
  assert.deepEqual([first.status, first.replayed], [201, null]);
  const again = await told(await ask({ what: 'one', key: 'k1' }));
  assert.deepEqual(again, { ...first, replayed: 'true' });
  const reordered = await told(await ask({ what: 'one', key: 'k1', body: ' { "what" : "one" } ' }));
  assert.deepEqual(reordered, again);
  assert.equal((await effects(db))['one'], 1);
});

test('the same key with another request is refused and does nothing', async () => {
  assert.equal(await codeOf(await ask({ what: 'two', key: 'k1' })), '409 idempotency_key_reused');
  assert.equal((await effects(db))['two'], undefined);
});

test("another person's key is another key", async () => {
  const other = sessions.customer();
  const first = await told(await ask({ what: 'other', key: 'k1', cookie: other.cookie }));
  assert.deepEqual([first.status, first.replayed], [201, null]);
});

test('fifty at once do it once, and all get the same answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => told(await ask({ what: 'fifty', key: 'k50' }))),
  );
  assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size, 1);
  assert.deepEqual(
    [answers[0]?.status, answers.filter(({ replayed }) => replayed === null).length],
    [201, 1],
  );
  assert.equal((await effects(db))['fifty'], 1);
});

test('fifty at once over two processes do it once', async (t) => {
  const second = await testServer({ db: openDb(urls.appUrl), clock, sessions });
  serveEffect(second);
  const bases = [base, await listening(second)];
  t.after(() => second.close().then(() => second.okpay.db.close()));
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) =>
      told(await ask({ what: 'both', key: 'kboth', base: bases[n % 2] ?? base })),
    ),
  );
  assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size, 1);
  assert.equal((await effects(db))['both'], 1);
});

test('a refusal undoes what was written, and is itself remembered', async () => {
  const first = await told(await ask({ what: 'poor', key: 'kpoor' }));
  assert.equal(first.status, 402);
  assert.deepEqual(await told(await ask({ what: 'poor', key: 'kpoor' })), { ...first, replayed: 'true' });
  assert.equal((await effects(db))['poor'], undefined);
});

test('"come again" and failures are not remembered, and nothing of them stays', async () => {
  for (const [what, status] of [['busy', 503], ['broken', 500]] as const) {
    for (let turn = 0; turn < 2; turn++) {
      const answer = await told(await ask({ what, key: `k${what}` }));
      assert.deepEqual([answer.status, answer.replayed], [status, null]);
    }
    assert.equal((await effects(db))[what], undefined);
  }
}); // prettier-ignore

test('a key is remembered for more than thirty days', async () => {
  await ask({ what: 'old', key: 'kold' });
  clock.advance({ days: 40 });
  await forgetOldKeys(db, clock);
  assert.equal((await ask({ what: 'old', key: 'kold' })).headers.get('idempotent-replayed'), 'true');
  clock.advance({ days: 10 });
  await forgetOldKeys(db, clock);
  assert.equal((await ask({ what: 'old', key: 'kold' })).headers.get('idempotent-replayed'), null);
});

test('equal requests have equal fingerprints, different ones do not', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const copy: unknown = JSON.parse(JSON.stringify(a));
      assert.equal(canonicalJson(a), canonicalJson(copy));
      assert.deepEqual(JSON.parse(canonicalJson(a)), copy);
      if (canonicalJson(a) === canonicalJson(b)) assert.deepEqual(copy, JSON.parse(JSON.stringify(b)));
    }),
  );
});

/** Asks until a definite answer comes, as an app does that was left without one. */
async function insist(asked: Asked, where: () => string): Promise<number> {
  for (;;) {
    const status = await ask({ ...asked, base: where() }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 201) return status;
    assert.ok([0, 503].includes(status), `a lost answer or "not available", never ${status}`);
    await sleep(30);
  }
}

const times = (n: number, prefix: string): string[] =>
  Array.from({ length: n }, (_, index) => `${prefix}${index}`);
const doneOnce = async (of: Db, names: readonly string[]): Promise<void> => {
  const done = await effects(of);
  assert.deepEqual(
    names.filter((name) => done[name] !== 1),
    [],
  );
};

test(
  'a server killed at any moment has done each thing once or not at all, and once in the end',
  { timeout: 60_000 },
  async (t) => {
    const token = cookie.slice('okpay='.length);
    const argument = JSON.stringify({ appUrl: urls.appUrl, token, id: actor.id, sessionId: actor.sessionId });
    let child: ChildProcess | undefined;
    let where = 'http://127.0.0.1:9';
    async function start(): Promise<void> {
      child = spawn(process.execPath, ['test/support/effect-process.ts', argument], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (!child.stdout) throw new Error('no output');
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      where = line.toString().trim();
    }
    t.after(() => child?.kill('SIGKILL'));
    const names = times(120, 'killed');
    await start();
    const asked = names.map(async (what, index) => {
      await sleep(index * 12);
      return insist({ what, key: what }, () => where);
    });
    for (let kill = 0; kill < 4; kill++) {
      await sleep(150 + Math.random() * 150);
      child?.kill('SIGKILL');
      await start();
    }
    await Promise.all(asked);
    await doneOnce(db, names);
  },
);

test(
  'while the database is away the answer is 503; afterwards everything goes on and was done once',
  { timeout: 60_000 },
  async (t) => {
    const line = await lineTo(urls.appUrl);
    const far = openDb(line.url);
    const other = await testServer({ db: far, clock, sessions });
    serveEffect(other);
    const where = await listening(other);
    t.after(async () => {
      await other.close();
      await far.close();
      await line.close();
    });
    const names = times(60, 'away');
    const asked = names.map(async (what, index) => {
      await sleep(index * 15);
      return insist({ what, key: what }, () => where);
    });
    await sleep(200);
    line.cut();
    const answer = await ask({ what: 'during', key: 'during', base: where });
    assert.equal(answer.headers.get('retry-after'), '2');
    assert.equal(await codeOf(answer), '503 temporarily_unavailable');
    await sleep(1_000);
    line.mend();
    await Promise.all(asked);
    await doneOnce(db, names);
    assert.equal((await effects(db))['during'], undefined);
  },
);
