import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { z } from 'zod';
import { Temporal } from '#platform/clock';
import { openClient, sql } from '#platform/db';
import { defineJob, enqueue, startWorkers } from '#platform/jobs';
import { createLog } from '#platform/log';
import { startRelay } from '#platform/outbox-relay';
import {
  beginRecurring,
  fireDue,
  nextDue,
  nextTime,
  recurring,
  schedule,
  startTimers,
  unschedule,
} from '#platform/timers';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { worker } from '#test/work';

const { db, urls } = await freshDb();
const clock = testClock('2026-11-22T09:00:00Z');
const log = createLog({ level: 'silent' });
const drain = worker({ db, urls }, clock);

const ran: string[] = [];
const payload = z.object({ what: z.string() });
defineJob('test.note', payload, async ({ what }) => void ran.push(what));
defineJob('test.bulk', payload, async ({ what }) => void ran.push(what), { isBulk: true });
const taken = (): string[] => ran.splice(0);
const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

test('a job runs after the commit, and never when the transaction was rolled back', async () => {
  await db.transaction((tx) => enqueue(tx, 'test.note', { what: 'kept' }));
  const undone = db.transaction(async (tx) => {
    await enqueue(tx, 'test.note', { what: 'undone' });
    throw new Error('no');
  });
  await assert.rejects(undone);
  await drain();
  assert.deepEqual(taken(), ['kept']);
});

test('jobs run in the order in which they were asked for', async () => {
  const asked = Array.from({ length: 30 }, (_, index) => String(index));
  await db.transaction(async (tx) => {
    for (const what of asked) await enqueue(tx, 'test.note', { what });
  });
  await drain();
  assert.deepEqual(taken(), asked);
});

test('what nobody waits for lets everything else go first, whenever it was asked for', async () => {
  await db.transaction(async (tx) => {
    for (const what of ['news', 'more news']) await enqueue(tx, 'test.bulk', { what });
    await enqueue(tx, 'test.note', { what: 'a code' });
  });
  await drain();
  assert.deepEqual(taken(), ['a code', 'news', 'more news']);
});

test('a job of the same key that has not begun is replaced', async () => {
  for (const what of ['old', 'new'])
    await db.transaction((tx) => enqueue(tx, 'test.note', { what }, { key: 'same' }));
  await drain();
  assert.deepEqual(taken(), ['new']);
});

test('a payload that the job could not read is refused where it is made', async () => {
  await assert.rejects(
    db.transaction((tx) => enqueue(tx, 'test.note', { what: 5 })),
    z.ZodError,
  );
});

test('a job that throws is tried again later, and its error is kept without what people typed', async () => {
  defineJob('test.fails', z.object({}), async () => {
    throw new Error('mail for wang.ming@example.org was refused');
  });
  await db.transaction((tx) => enqueue(tx, 'test.fails', {}));
  await drain();
  const { rows } = await sql<{ attempts: number; last_error: string }>`
    select attempts, last_error from graphile_worker.jobs where task_identifier = 'test.fails'`.execute(
    db.read,
  );
  assert.equal(rows[0]?.attempts, 1);
  assert.doesNotMatch(rows[0].last_error, /wang/);
});

test('a timer fires when the clock passes it, once; one taken back never fires', async () => {
  await db.transaction(async (tx) => {
    await schedule(tx, {
      at: at('2026-11-22T12:00:00Z'),
      job: 'test.note',
      payload: { what: 'noon' },
      key: 'noon',
    });
    await schedule(tx, {
      at: at('2026-11-22T11:00:00Z'),
      job: 'test.note',
      payload: { what: 'eleven' },
      key: 'eleven',
    });
    await schedule(tx, {
      at: at('2026-11-22T11:30:00Z'),
      job: 'test.note',
      payload: { what: 'never' },
      key: 'never',
    });
    await schedule(tx, {
      at: at('2026-12-30T00:00:00Z'),
      job: 'test.note',
      payload: { what: 'moved' },
      key: 'moved',
    });
  });
  await db.transaction(async (tx) => {
    await unschedule(tx, 'never');
    await schedule(tx, {
      at: at('2026-11-22T13:00:00Z'),
      job: 'test.note',
      payload: { what: 'moved' },
      key: 'moved',
    });
  });
  clock.set('2026-11-22T10:59:59Z');
  await drain();
  assert.deepEqual(taken(), []);
  clock.set('2026-11-23T00:00:00Z');
  await drain();
  await drain();
  assert.deepEqual(taken(), ['eleven', 'noon', 'moved'], 'in due order');
  assert.equal(await nextDue(db), null);
});

test('what recurs is enqueued once for each time that passes, and once for a leap over many', async () => {
  recurring('test.hourly', { every: { minutes: 60 } }, 'test.note', { what: 'hour' });
  await beginRecurring({ db, clock });
  await beginRecurring({ db, clock });
  clock.set('2026-11-23T01:00:00Z');
  await drain();
  assert.deepEqual(taken(), ['hour']);
  clock.advance({ days: 40 });
  await drain();
  assert.deepEqual(taken(), ['hour']);
  clock.advance({ hours: 1 });
  await drain();
  assert.deepEqual(taken(), ['hour']);
});

test('a daily time is a time of day where people live', () => {
  const daily = { dailyAt: '03:30', zone: 'Europe/Berlin' } as const;
  assert.equal(
    nextTime(daily, at('2026-03-28T12:00:00Z')).toString(),
    '2026-03-29T01:30:00Z',
    'the day the clocks change',
  );
  assert.equal(
    nextTime(daily, at('2026-11-22T02:30:00Z')).toString(),
    '2026-11-23T02:30:00Z',
    'strictly after',
  );
  assert.equal(
    nextTime({ every: { minutes: 15 } }, at('2026-11-22T02:30:00Z')).toString(),
    '2026-11-22T02:45:00Z',
  );
});

test('a timer that another server’s clock has fired early is waited for, and its job begins once, by the clock of who runs it', async () => {
  const due = clock.now().add({ seconds: 2 });
  await db.transaction((tx) =>
    schedule(tx, { at: due, job: 'test.note', payload: { what: 'due' }, key: 'early' }),
  );
  const ahead = testClock(due.toString());
  assert.equal(await fireDue({ db, clock: ahead }), 1);
  await drain();
  assert.deepEqual(taken(), [], 'nothing is due here yet');
  assert.equal((await nextDue(db))?.toString(), due.toString());
  clock.advance({ seconds: 2 });
  await drain();
  await drain();
  assert.deepEqual(taken(), ['due']);
});

test('running processes do all of it by themselves, and finish the job at hand when they stop', async () => {
  let finished = false;
  const begun = new Promise<void>((begin) =>
    defineJob('test.slow', payload, async () => {
      begin();
      await new Promise((resolve) => setTimeout(resolve, 300));
      finished = true;
    }),
  );
  const relay = startRelay({ db, log });
  const timers = startTimers({ db, clock, log });
  const workers = startWorkers({ jobsUrl: urls.jobsUrl, db, clock, log });
  await db.transaction((tx) =>
    schedule(tx, { at: clock.now(), job: 'test.slow', payload: { what: 'x' }, key: 'slow' }),
  );
  await begun;
  await Promise.all([relay.stop(), timers.stop(), workers.stop()]);
  assert.ok(finished);
  taken();
});

test('the job of a process that was killed is done by another', async (t) => {
  await db.transaction((tx) => enqueue(tx, 'test.long', {}));
  const relay = startRelay({ db, log });
  const child = spawn(process.execPath, ['test/support/job-process.ts', JSON.stringify(urls)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  const done = new Promise<void>((resolve) => defineJob('test.long', z.object({}), async () => resolve()));
  const workers = startWorkers({
    jobsUrl: urls.jobsUrl,
    db,
    clock,
    log,
    life: { beatSeconds: 0.1, deadAfterSeconds: 1 },
  });
  await done;
  await Promise.all([relay.stop(), workers.stop()]);
});

test('a job whose fetching was never answered is found again by the process that holds it without knowing', async () => {
  const done = new Promise<string>((resolve) =>
    defineJob('test.orphan', payload, async ({ what }) => resolve(what)),
  );
  const long = Promise.withResolvers<void>();
  let runs = 0;
  defineJob('test.patient', payload, async () => {
    runs += 1;
    await long.promise;
  });
  const relay = startRelay({ db, log });
  const workers = startWorkers({
    jobsUrl: urls.jobsUrl,
    db,
    clock,
    log,
    life: { beatSeconds: 0.1, deadAfterSeconds: 1 },
  });
  const queue = await openClient(urls.jobsUrl);
  await db.transaction((tx) => enqueue(tx, 'test.patient', { what: 'known' }));
  while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  // As the database has it when the answer to the fetching is lost on its way: held, and nobody knows.
  await queue.query(`
    with added as (select id from graphile_worker.add_job('test.orphan', '{"what": "found"}', run_at => now() + interval '1 hour'))
    select id from added`);
  await queue.query(`
    update graphile_worker._private_jobs j
    set locked_by = k.locked_by, locked_at = now() - interval '1 minute', run_at = now(), attempts = 1
    from graphile_worker._private_jobs k where k.locked_by is not null and j.locked_by is null`);
  assert.equal(await done, 'found');
  // Long enough to be looked at, too: what is known to run is left alone.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(runs, 1);
  long.resolve();
  await queue.end();
  await Promise.all([relay.stop(), workers.stop()]);
});
