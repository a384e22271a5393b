import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { DomainEvent } from '#common/events';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { createLog } from '#platform/log';
import { publish, subscribe, subscribeMany } from '#platform/outbox';
import { ATTEMPTS_MAX, drainOutbox, outboxLagSeconds, retryParked, startRelay } from '#platform/outbox-relay';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';

const clock = testClock();
const wall = testClock();
const log = createLog({ level: 'silent' });
const fresh = await freshDb();
const { db } = fresh;
const drain = () => drainOutbox({ db, log, wall });
await sql`create schema test`.execute(fresh.owner.read);
await sql`create table test.seen (subscriber text, event text)`.execute(fresh.owner.read);
await sql`grant usage on schema test to okpay_app`.execute(fresh.owner.read);
await sql`grant all on test.seen to okpay_app`.execute(fresh.owner.read);

const transfer = (): DomainEvent => ({
  type: 'transfer.completed',
  transferId: newId('tr'),
  payerId: newId('cus'),
  payeeId: newId('cus'),
});
const note = (subscriber: string, event: string) =>
  sql`insert into test.seen values (${subscriber}, ${event})`;
const seenBy = async (subscriber: string): Promise<string[]> => {
  const { rows } = await sql<{
    event: string;
  }>`select event from test.seen where subscriber = ${subscriber} order by event`.execute(db.read);
  return rows.map(({ event }) => event);
};

test('an event reaches every subscriber of its type once, and only after the commit', async () => {
  for (const name of ['first', 'second'])
    subscribe(name, ['transfer.completed'], async (tx, event, { id }) => {
      assert.equal(event.type, 'transfer.completed');
      await note(name, id).execute(tx);
    });
  subscribe(
    'other',
    ['case.opened'],
    async (tx, _event, { id }) => void (await note('other', id).execute(tx)),
  );
  const id = await db.transaction(async (tx) => {
    const published = await publish(tx, clock, transfer());
    assert.equal(await drain(), 0, 'an open transaction has told nobody');
    return published;
  });
  await drain();
  await drain();
  assert.deepEqual([await seenBy('first'), await seenBy('second'), await seenBy('other')], [[id], [id], []]);
});

test('who takes many is handed all that wait at once; when that fails nothing of it stays, and only the bad one waits', async () => {
  const sizes: number[] = [];
  let bad = '';
  subscribeMany('many', ['debt.collected'], async (tx, heard) => {
    sizes.push(heard.length);
    for (const { meta } of heard) {
      await note('many', meta.id).execute(tx);
      if (meta.id === bad) throw new Error('this one cannot be handled');
    }
  });
  const debt = (): DomainEvent => ({
    type: 'debt.collected',
    chargebackId: newId('cb'),
    customerId: newId('cus'),
  });
  const publishThree = () =>
    db.transaction(async (tx) => [
      await publish(tx, clock, debt()),
      await publish(tx, clock, debt()),
      await publish(tx, clock, debt()),
    ]);
  const fine = await publishThree();
  await drain();
  assert.deepEqual(sizes, [3]);
  assert.deepEqual(await seenBy('many'), fine);
  const mixed = await publishThree();
  bad = mixed[1] ?? '';
  await drain();
  assert.deepEqual(sizes, [3, 3, 1, 1, 1]);
  assert.deepEqual(await seenBy('many'), [...fine, mixed[0], mixed[2]].toSorted());
  bad = '';
  wall.advance({ minutes: 1 });
  await drain();
  assert.deepEqual(await seenBy('many'), [...fine, ...mixed].toSorted());
  assert.deepEqual(sizes, [3, 3, 1, 1, 1, 1], 'what has failed once goes alone');
});

test('what is rolled back is never told', async () => {
  const failed = db.transaction(async (tx) => {
    await publish(tx, clock, transfer());
    throw new Error('no');
  });
  await assert.rejects(failed);
  assert.equal(await drain(), 0);
});

test('an event of a transaction that commits late is not skipped, though later ones went first', async () => {
  const seen: string[] = [];
  subscribe('late', ['transfer.failed'], async (_tx, event) => void seen.push(event.transferId));
  const slow = { type: 'transfer.failed', transferId: newId('tr'), payerId: newId('cus') } as const;
  const fast = { ...slow, transferId: newId('tr') };
  await db.transaction(async (tx) => {
    await publish(tx, clock, slow);
    await db.transaction((other) => publish(other, clock, fast));
    await drain();
    assert.deepEqual(seen, [fast.transferId]);
  });
  await drain();
  assert.deepEqual(seen, [fast.transferId, slow.transferId]);
});

test('a subscriber that fails leaves nothing behind, tries again later, and does not hold up the others', async () => {
  let failing = true;
  subscribe('flaky', ['debt.collected'], async (tx, _event, { id }) => {
    await note('flaky', id).execute(tx);
    if (failing) throw new Error('not now');
  });
  subscribe(
    'steady',
    ['debt.collected'],
    async (tx, _event, { id }) => void (await note('steady', id).execute(tx)),
  );
  const id = await db.transaction((tx) =>
    publish(tx, clock, { type: 'debt.collected', chargebackId: newId('cb'), customerId: newId('cus') }),
  );
  await drain();
  assert.deepEqual([await seenBy('flaky'), await seenBy('steady')], [[], [id]]);
  failing = false;
  await drain();
  assert.deepEqual(await seenBy('flaky'), [], 'the pause is not over');
  wall.advance({ seconds: 1 });
  await drain();
  assert.deepEqual([await seenBy('flaky'), await seenBy('steady')], [[id], [id]]);
});

test('an event that can never be handled is parked and reported, and handled when somebody asks again', async () => {
  let failing = true;
  const lines: string[] = [];
  const telling = createLog({ level: 'error', stream: { write: (line) => void lines.push(line) } });
  subscribe('poisoned', ['case.escalated'], async (tx, _event, { id }) => {
    if (failing) throw new Error('cannot');
    await note('poisoned', id).execute(tx);
  });
  const id = await db.transaction((tx) =>
    publish(tx, clock, {
      type: 'case.escalated',
      caseId: newId('case'),
      customerId: newId('cus'),
      kind: 'question',
    }),
  );
  for (let attempt = 0; attempt < ATTEMPTS_MAX + 3; attempt++) {
    await drainOutbox({ db, log: telling, wall });
    wall.advance({ hours: 1 });
  }
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /parked.*|poisoned/);
  failing = false;
  assert.equal(await retryParked(db, wall), 1);
  await drain();
  assert.deepEqual(await seenBy('poisoned'), [id]);
});

/** As requests that were carried out together tell it: one row for all of them. */
async function tellAll(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('evt'));
  await sql`
    select platform.tell(${clock.now().toString()}::timestamptz, 'transfer.completed',
      '{"fields": ["transferId", "payerId", "payeeId"], "audiences": [["customer", "payerId"], ["customer", "payeeId"]],
        "hint": {"type": "entry.changed", "id": "transferId"}}',
      ${count}, ${[...ids, ...ids, ...ids.map(() => 'a'), ...ids.map(() => 'b')]}::text[])`.execute(
    fresh.owner.read,
  );
  return ids;
}

test('what many tell at once is one row until it is routed, then each event reaches every subscriber and each hint its audiences', async () => {
  const seen: string[] = [];
  subscribeMany('bundled', ['transfer.completed'], async (_tx, heard) =>
    heard.forEach(({ event, meta }) => seen.push(`${event.transferId} ${meta.id} ${meta.at.toString()}`)),
  );
  const [small, large, alone] = [await tellAll(3), await tellAll(500), await tellAll(1)];
  const { rows } = await sql<{ kind: string; size: number }>`
    select kind, size from platform.outbox where routed_at is null order by id`.execute(db.read);
  assert.deepEqual(rows, [
    { kind: 'bundle', size: 3 },
    { kind: 'bundle', size: 500 },
    { kind: 'bundle', size: 1 },
  ]);
  await drain();
  const all = [...small, ...large, ...alone];
  const said = (ids: readonly string[]) => ids.map((id) => `${id} ${id} ${clock.now().toString()}`);
  assert.ok(isDeepStrictEqual(seen, said(all)), 'each once, in their order');
  const hints = await sql<{ audience: string; refs: string[] }>`
    select audience, array_agg(ref order by seq) as refs from platform.stream_event group by audience order by audience`.execute(
    db.read,
  );
  const expected = ['customer:a', 'customer:b'].map((audience) => ({ audience, refs: all }));
  assert.ok(isDeepStrictEqual(hints.rows, expected), 'numbered in their order');
  const left = await sql`select from platform.outbox where kind <> 'event'`.execute(db.read);
  assert.equal(left.rows.length, 0);
});

test('several relays at once hand each event over once', async (t) => {
  subscribe(
    'counted',
    ['top_up.funds_released'],
    async (tx, _event, { id }) => void (await note('counted', id).execute(tx)),
  );
  const relays = Array.from({ length: 3 }, () => startRelay({ db, log }));
  t.after(() => Promise.all(relays.map((relay) => relay.stop())));
  const ids = await Promise.all(
    Array.from({ length: 120 }, () =>
      db.transaction((tx) =>
        publish(tx, clock, { type: 'top_up.funds_released', topUpId: newId('tu'), customerId: newId('cus') }),
      ),
    ),
  );
  while ((await seenBy('counted')).length < ids.length)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await drain();
  assert.deepEqual(await seenBy('counted'), ids.toSorted());
  assert.equal(await outboxLagSeconds(db), 0);
});
