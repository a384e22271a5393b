import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { movableClock, Temporal } from '#platform/clock';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { followClock } from './clock.ts';
import { advanceBy, readAhead } from './store.ts';

const { db, owner } = await freshDb();
const advance = (seconds: bigint): Promise<bigint> => db.transaction((tx) => advanceBy(tx, seconds));
const START = '2026-11-22T09:00:00Z';

async function follower(onMoved: () => Promise<void> = async () => undefined) {
  const clock = movableClock(testClock(START));
  const followed = await followClock(db, clock, onMoved);
  after(() => followed.stop());
  return { clock, ...followed };
}

test('a fresh sandbox stands at the real hour', async () => {
  let moves = 0;
  const { clock } = await follower(async () => void moves++);
  assert.equal(clock.now().toString(), START);
  assert.equal(moves, 0);
});

test('moving it on moves every process, each of which then does what became due', async () => {
  let moves = 0;
  const one = await follower(async () => void moves++);
  const two = await follower();
  assert.equal(await advance(3_600n), 3_600n);
  await Promise.all([one.look(), two.look()]);
  assert.equal(one.clock.now().toString(), '2026-11-22T10:00:00Z');
  assert.equal(two.clock.now().toString(), '2026-11-22T10:00:00Z');
  assert.equal(moves, 1);
  await one.look();
  assert.equal(moves, 1);
});

test('two people who move it at once move it twice', async () => {
  const before = await readAhead(db);
  await Promise.all([advance(86_400n), advance(86_400n)]);
  assert.equal(await readAhead(db), before + 172_800n);
});

test('a process that starts later begins at the hour of the others', async () => {
  const { clock } = await follower();
  const ahead = await readAhead(db);
  assert.equal(
    clock.now().toString(),
    Temporal.Instant.from(START)
      .add({ seconds: Number(ahead) })
      .toString(),
  );
});

test('time never runs backwards, in no process and not in the database', async () => {
  const { clock, look } = await follower();
  const before = clock.now();
  await assert.rejects(advance(-1_000_000_000n), /sandbox_clock_ahead_seconds_check/);
  await owner.transaction((tx) => advanceBy(tx, -60n)); // As a restored backup would.
  await look();
  assert.equal(Temporal.Instant.compare(clock.now(), before), 0);
  assert.throws(() => clock.setOffset(Temporal.Duration.from({ seconds: 0 })), RangeError);
});
