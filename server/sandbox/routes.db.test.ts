import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { movableClock } from '#platform/clock';
import { defineJob } from '#platform/jobs';
import { fireDue, schedule } from '#platform/timers';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { caller, listening, ORIGIN, testServer } from '#test/http';
import { control, startSimulators } from '#test/simulators';
import { worker } from '#test/work';
import { followClock, routes } from './index.ts';

const START = '2026-11-22T09:00:00Z';
const simulators = await startSimulators();
after(() => simulators.stop());
const fresh = await freshDb();
const { db } = fresh;
const clock = movableClock(testClock(START));
const followed = await followClock(db, clock, async () => void (await fireDue({ db, clock })));
after(() => followed.stop());

const desk = await testServer({ db, clock });
const rails = {
  mailInbox: simulators.mail.httpUrl,
  smsInbox: simulators.sms.url,
  acquirer: simulators.acquirer.url,
};
routes(desk, {
  db,
  clock,
  followed,
  world: { baseUrl: ORIGIN, rails },
  hearBank: async () => undefined,
  hearCorrespondent: async () => undefined,
});
const url = await listening(desk);
after(() => desk.close());
const call = caller(url);

const refusedWith = (code: string) => (error: unknown) => error instanceof ApiProblem && error.code === code;

describe('the test clock', () => {
  const done: string[] = [];
  defineJob('sandbox-test', z.object({ what: z.string() }), async ({ what }) => void done.push(what));
  const drain = worker(fresh, clock);
  const inHours = async (hours: number, what: string): Promise<void> => {
    const at = clock.now().add({ hours });
    await db.transaction((tx) => schedule(tx, { at, job: 'sandbox-test', payload: { what }, key: what }));
  };

  test('moves on, does what fell due on the way in its order, and takes the outside world along', async () => {
    await inHours(20, 'second');
    await inHours(2, 'first');
    await inHours(30, 'not yet');
    const moved = await call(api.moveSandboxClock, { body: { advanceSeconds: 86_400 } });
    assert.deepEqual(moved, { now: '2026-11-23T09:00:00Z', aheadSeconds: 86_400 });
    assert.deepEqual(await call(api.sandboxClock), moved);
    await drain();
    assert.deepEqual(done, ['first', 'second']);
    for (const rail of Object.values(rails)) {
      const { offsetMillis } = await control<{ offsetMillis: number }>(rail, '/control/clock');
      assert.equal(offsetMillis, 86_400_000);
    }
  });

  test('is never moved back, and by a year at most', async () => {
    for (const advanceSeconds of [-3_600, 0, 0.5, 367 * 86_400]) {
      await assert.rejects(
        call(api.moveSandboxClock, { body: { advanceSeconds } }),
        refusedWith('malformed_request'),
      );
    }
    assert.equal((await call(api.sandboxClock)).aheadSeconds, 86_400);
  });
});

test('a mail is shown in a frame in which nothing runs, under a policy of its own', async () => {
  const transport = createTransport(simulators.mail.smtpUrl);
  after(() => transport.close());
  await transport.sendMail({
    from: 'no-reply@okpay.example',
    to: 'lin@mail.example',
    subject: 'Hello',
    text: 'Hello',
    html: '<p>Hello<script>alert(1)</script></p>',
  });
  const { items } = await call(api.sandboxMessages, { query: { to: 'lin@mail.example' } });
  const [mail] = items;
  assert.equal(mail?.hasHtml, true);
  const answer = await fetch(`${url}/sandbox/api/messages/${mail.id}/html`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /; sandbox allow-popups/);
  assert.doesNotMatch(policy, /allow-scripts|script-src/);
  assert.equal(answer.headers.get('x-frame-options'), 'SAMEORIGIN');
  assert.match(await answer.text(), /<p>Hello/);
  assert.equal((await fetch(`${url}/sandbox/api/messages/mail_unknown/html`)).status, 404);
});

test('whoever is unknown cannot come in, and what was never charged is not taken back', async () => {
  await assert.rejects(
    call(api.sandboxSignIn, { params: { key: 'nobody' }, body: {} }),
    refusedWith('not_found'),
  );
  await assert.rejects(
    call(api.sandboxChargeback, { params: { id: 'ch_unknown' }, body: {} }),
    refusedWith('not_found'),
  );
});

test('another site cannot make a browser move the clock', async () => {
  const stranger = caller(url, undefined, { origin: 'https://evil.example' });
  await assert.rejects(
    stranger(api.moveSandboxClock, { body: { advanceSeconds: 3_600 } }),
    refusedWith('cross_origin_refused'),
  );
});

test('an installation that is not given the desk has none of its paths', async () => {
  const live = await testServer({ db, clock });
  const base = await listening(live);
  after(() => live.close());
  const at = caller(base);
  await assert.rejects(at(api.sandboxMessages, { query: {} }), refusedWith('not_found'));
  await assert.rejects(at(api.sandboxClock), refusedWith('not_found'));
  await assert.rejects(at(api.moveSandboxClock, { body: { advanceSeconds: 60 } }), refusedWith('not_found'));
  await assert.rejects(at(api.sandboxSignIn, { params: { key: 'lin' }, body: {} }), refusedWith('not_found'));
});
