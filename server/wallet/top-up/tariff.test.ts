import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#common/money';
import { estimateArrival, priceTopUp, type Tariff } from './tariff.ts';

const tariff: Tariff = {
  rule: 'card_top_up/CNY/v1',
  feeBasisPoints: 60,
  feeMin: money(10n, 'CNY'),
  amountMin: money(100n, 'CNY'),
};

test('the fee is rounded up to the next fen and never below the minimum', () => {
  const cases = [
    [100n, 10n],
    [1_666n, 10n],
    [1_667n, 11n], // 10.002 fen
    [10_000n, 60n],
    [10_001n, 61n],
    [200_000n, 1_200n],
  ] as const;
  for (const [amount, fee] of cases) assert.equal(priceTopUp(money(amount, 'CNY'), tariff).fee.minor, fee);
});

test('what the card pays is amount and fee, and splitting a sum never makes it cheaper', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (a, b) => {
      const price = (minor: bigint) => priceTopUp(money(minor, 'CNY'), tariff);
      assert.equal(price(a).total.minor, a + price(a).fee.minor);
      assert.ok(price(a).fee.minor * 10_000n >= a * 60n);
      assert.ok(price(a).fee.minor + price(b).fee.minor >= price(a + b).fee.minor);
    }),
  );
});

test('an estimate is a promise of the provider until there is enough experience of our own', () => {
  assert.equal(estimateArrival({ count: 29, medianSeconds: 1, lateSeconds: 2 }).basis, 'provider_promise');
  assert.deepEqual(estimateArrival({ count: 30, medianSeconds: 1.2, lateSeconds: 40.5 }), {
    fromSeconds: 2,
    toSeconds: 41,
    basis: 'own_history',
  });
  assert.deepEqual(estimateArrival({ count: 30, medianSeconds: 0.1, lateSeconds: 0.2 }), {
    fromSeconds: 1,
    toSeconds: 1,
    basis: 'own_history',
  });
});
