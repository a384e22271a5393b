import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { z } from 'zod';
import { route } from '#common/api/route';
import { serve } from '#platform/http';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { caller, listening, testServer } from '#test/http';

const { db } = await freshDb();
const slow = route({
  method: 'GET',
  path: '/api/v1/slow',
  access: 'public',
  summary: 'Slow',
  ok: z.object({ done: z.boolean() }),
});

test(
  'a server that stops finishes what it has accepted, takes nothing new, and lets quiet connections go',
  { timeout: 15_000 },
  async () => {
    const server = await testServer({ db, clock: testClock() });
    let begun = (): void => {};
    let finish = (): void => {};
    const accepted = new Promise<void>((resolve) => (begun = resolve));
    const released = new Promise<void>((resolve) => (finish = resolve));
    serve(server, slow, async () => {
      begun();
      await released;
      return { done: true };
    });
    const base = await listening(server);
    const quiet = connect(Number(new URL(base).port), '127.0.0.1');
    const answer = caller(base)(slow);
    await accepted;
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await assert.rejects(fetch(`${base}/api/v1/slow`), 'nothing new');
    assert.equal(closed, false);
    finish();
    assert.deepEqual(await answer, { done: true });
    await closing;
    await new Promise((resolve) => (quiet.closed ? resolve(null) : quiet.once('close', resolve)));
  },
);
