import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#common/money';
import { allotCollection, splitChargeback } from './decide.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const anyMinor = fc.bigInt({ min: 0n, max: 10n ** 12n });

test('a chargeback takes what is held, then what is available, and the rest is owed', () => {
  const cases = [
    // fromCustomer held  available  taken  owed  stillHeld
    [1_000n, 0n, 5_000n, 1_000n, 0n, 0n],
    [1_000n, 0n, 300n, 300n, 700n, 0n],
    [1_000n, 800n, 300n, 1_000n, 0n, 0n],
    [1_000n, 800n, 0n, 800n, 200n, 0n],
    [300n, 800n, 0n, 300n, 0n, 500n],
    [1_000n, 0n, 0n, 0n, 1_000n, 0n],
  ] as const;
  for (const [part, held, available, taken, owed, stillHeld] of cases) {
    const split = splitChargeback(cny(part), { held: cny(held), available: cny(available), mayLeave: true });
    assert.deepEqual(split, { taken: cny(taken), owed: cny(owed), stillHeld: cny(stillHeld) });
  }
});

test('from a frozen wallet nothing leaves', () => {
  const split = splitChargeback(cny(10n), { held: cny(8n), available: cny(9n), mayLeave: false });
  assert.deepEqual(split, { taken: cny(0n), owed: cny(10n), stillHeld: cny(8n) });
});

test('whatever the figures, nothing is lost and the wallet never goes below zero', () => {
  fc.assert(
    fc.property(anyMinor, anyMinor, anyMinor, (part, held, available) => {
      const { taken, owed, stillHeld } = splitChargeback(cny(part), {
        held: cny(held),
        available: cny(available),
        mayLeave: true,
      });
      assert.equal(taken.minor + owed.minor, part);
      assert.ok(available + held - taken.minor - stillHeld.minor >= 0n);
      assert.ok(owed.minor === 0n || taken.minor === held + available);
    }),
  );
});

test('the oldest debt is paid first, and no more than is there', () => {
  const debts = [{ owed: cny(300n) }, { owed: cny(500n) }, { owed: cny(200n) }];
  const amounts = (available: bigint) =>
    allotCollection(debts, cny(available)).map(({ amount }) => amount.minor);
  assert.deepEqual(amounts(0n), []);
  assert.deepEqual(amounts(250n), [250n]);
  assert.deepEqual(amounts(700n), [300n, 400n]);
  assert.deepEqual(amounts(5_000n), [300n, 500n, 200n]);
});
