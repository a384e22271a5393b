import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '#common/money';
import { newId } from '#platform/ids';
import type { ClosingFacts, Obstacle } from './closing.ts';
import { obstaclesOf } from './decide.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const clear: ClosingFacts = {
  wallets: [{ available: cny(0n), heldOut: cny(0n), incoming: cny(0n) }],
  debts: [],
  operations: [],
  cases: [],
  restrictions: [],
  remainders: new Map([['CNY', 100n]]),
};
const [caseId, topUpId] = [newId('case'), newId('tu')];

const TABLE: readonly [string, Partial<ClosingFacts>, readonly Obstacle[]][] = [
  ['nothing is left and nothing waits', {}, []],
  [
    'money that can be paid to somebody',
    { wallets: [{ available: cny(101n), heldOut: cny(0n), incoming: cny(0n) }] },
    [{ kind: 'balance', amount: cny(101n), canGiveUp: false }],
  ],
  [
    'so little that it can be given up',
    { wallets: [{ available: cny(100n), heldOut: cny(0n), incoming: cny(0n) }] },
    [{ kind: 'balance', amount: cny(100n), canGiveUp: true }],
  ],
  [
    'little beside something reserved, which may come back',
    { wallets: [{ available: cny(5n), heldOut: cny(900n), incoming: cny(0n) }] },
    [
      { kind: 'held', amount: cny(900n) },
      { kind: 'balance', amount: cny(5n), canGiveUp: false },
    ],
  ],
  [
    'a currency without a rule of remainders',
    { wallets: [{ available: money(1n, 'KWD'), heldOut: money(0n, 'KWD'), incoming: money(0n, 'KWD') }] },
    [{ kind: 'balance', amount: money(1n, 'KWD'), canGiveUp: false }],
  ],
  [
    'a payment to this person that is still looked at',
    { wallets: [{ available: cny(0n), heldOut: cny(0n), incoming: cny(3000n) }] },
    [{ kind: 'held', amount: cny(3000n) }],
  ],
  ['a debt', { debts: [cny(700n)] }, [{ kind: 'debt', amount: cny(700n) }]],
  [
    'an operation under way',
    { operations: [{ id: topUpId, amount: cny(5000n) }] },
    [{ kind: 'operation', id: topUpId, amount: cny(5000n) }],
  ],
  ['an open conversation', { cases: [caseId] }, [{ kind: 'case', id: caseId }]],
  [
    'a hold that must not be told: it says no more than the account page does',
    { restrictions: ['not_told'] },
    [{ kind: 'restriction', why: 'not_told' }],
  ],
];

for (const [name, facts, expected] of TABLE)
  test(`in the way of closing: ${name}`, () => {
    assert.deepEqual(obstaclesOf({ ...clear, ...facts }), expected);
  });

test('everything is told at once, what has to be lifted first standing first', () => {
  const all = obstaclesOf({
    ...clear,
    wallets: [{ available: cny(200n), heldOut: cny(0n), incoming: cny(0n) }],
    debts: [cny(1n)],
    operations: [{ id: topUpId, amount: cny(1n) }],
    cases: [caseId],
    restrictions: ['owner_asked'],
  });
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['restriction', 'debt', 'operation', 'balance', 'case'],
  );
});
