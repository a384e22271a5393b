// What a reviewer sees of a transfer abroad whose payee is like somebody on a list of sanctions.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { createLog } from '#platform/log';
import { defineScreening, insertRates, requestLists } from '#risk';
import { american, sendAbroad, sender } from '#test/cross-border';
import { switchOff, switchOn } from '#test/rules';
import { cny, walletWorld } from '#test/wallet';
import { queueView } from './review-view.ts';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock } = world;
defineScreening({
  db,
  clock,
  log: createLog({ level: 'silent' }),
  lists: join(import.meta.dirname, '../../sandbox/lists'),
  subjectsOf: async () => new Map(),
  customersAfter: async () => [],
});
await requestLists(db, null);
await world.drain();
const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
const rates = { CNY: { mantissa: 80n, scale: 1 }, USD: { mantissa: 1143n, scale: 3 } };
await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: clock.now(), rates }));

/** Somebody of the sample lists. */
const LISTED = 'Lingxiu Zhuobei';
async function held(name: string) {
  const { anna, to } = await sender(world, cny(1_000_000n), american('6789', name));
  const { id, entry } = await sendAbroad(world, anna, { to, amount: cny(20_000n) });
  assert.equal(entry.state, 'in_review');
  const review = (await queueView(db.read, clock)).find((each) => each.id === id);
  assert.ok(review, 'it stands in the queue');
  return { anna, id, review };
}
const HOLD = {
  name: 'all of it is looked at',
  operations: ['withdrawal'],
  outcome: 'hold',
  reason: 'review',
  conditions: [{ fact: 'amount', op: 'at_least', value: '10000' }],
} as const;

test('held by a list alone it stands in the queue, with which entry of which list, for two; its owner is not told', async () => {
  const { anna, id, review } = await held(LISTED);
  assert.deepEqual(review.rules, []);
  const [found] = review.listed ?? [];
  assert.deepEqual([found?.ref, found?.score !== undefined && found.score > 80], ['900002', true]);
  assert.ok(found?.name && found.program && found.source);
  assert.equal(review.needsTwo, true);
  const told = JSON.stringify(await anna.call(api.entry, { params: { id } }));
  assert.ok(!told.includes('900002') && !told.includes('listed'));
});

test('held by a rule as well, both are told; held by a rule alone, no list is', async () => {
  const rule = await switchOn(world, {
    ...HOLD,
    operations: [...HOLD.operations],
    conditions: [...HOLD.conditions],
  });
  const both = await held(LISTED);
  assert.deepEqual(
    [both.review.rules.map(({ name }) => name), both.review.listed?.[0]?.ref],
    [[HOLD.name], '900002'],
  );
  const { review } = await held('John Carter');
  assert.deepEqual([review.rules.length, review.listed, review.needsTwo], [1, null, false]);
  await switchOff(world, rule);
});
