// What may be true of a conflict, for every place of the money, and what is moved beside the customer's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverOf, type Found, possibleOutcomes } from './decide.ts';

const at = (money: Found['money'], more: Partial<Found> = {}): Found => ({
  money,
  isDelivered: false,
  isAnythingBack: false,
  isStillGoing: false,
  ...more,
});
const cases: readonly (readonly [string, Found, string])[] = [
  ['held, and the bank has the file or has lost it', at('held'), 'paid not_paid'],
  ['held, and the file still goes to the bank by itself', at('held', { isStillGoing: true }), 'paid'],
  ['on the way, and no bank has credited it', at('out'), 'paid came_back'],
  ['arrived, and nothing has come back', at('out', { isDelivered: true }), 'paid'],
  [
    'arrived, and something has come back',
    at('out', { isDelivered: true, isAnythingBack: true }),
    'paid came_back',
  ],
  ['with its owner again', at('back'), 'stays_back'],
  ['with its owner again, and more came', at('back', { isAnythingBack: true }), 'stays_back'],
  ['with its owner again after it had arrived', at('back', { isDelivered: true }), 'stays_back'],
];
for (const [name, found, outcomes] of cases)
  test(`what is ${name} can be: ${outcomes}`, () =>
    assert.equal(possibleOutcomes(found).join(' '), outcomes));

test('our account is set right only by what was put aside and belongs to the payment', () => {
  assert.equal(coverOf('paid', { money: 'held', aside: -5n }), 'aside_paid_it');
  assert.equal(coverOf('paid', { money: 'held', aside: 0n }), 'none');
  assert.equal(coverOf('paid', { money: 'out', aside: -5n }), 'none');
  assert.equal(coverOf('not_paid', { money: 'held', aside: -5n }), 'none');
  assert.equal(coverOf('came_back', { money: 'out', aside: 5n }), 'aside_is_back');
  assert.equal(coverOf('came_back', { money: 'out', aside: 0n }), 'none');
  assert.equal(coverOf('stays_back', { money: 'back', aside: 5n }), 'none');
});
