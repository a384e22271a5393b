import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CURRENCIES, type Currency, money } from '#common/money';
import { convertDown, convertUp, type RateTable } from './convert.ts';

const rate = (mantissa: bigint) => ({ mantissa, scale: 4 });
const table: RateTable = {
  day: '2026-11-20',
  source: 'sample',
  rates: {
    EUR: rate(10_000n),
    USD: rate(11_650n),
    CNY: rate(83_000n),
    GBP: rate(8_750n),
    HKD: rate(90_600n),
    JPY: rate(1_762_000n),
    KWD: rate(3_570n),
  },
};

test('amounts are converted with each currency’s own number of digits', () => {
  assert.deepEqual(convertUp(money(100n, 'EUR'), 'CNY', table), money(830n, 'CNY'));
  assert.deepEqual(convertUp(money(1n, 'EUR'), 'JPY', table), money(2n, 'JPY'), '1.762 yen, rounded up');
  assert.deepEqual(convertDown(money(1n, 'EUR'), 'JPY', table), money(1n, 'JPY'));
  assert.deepEqual(
    convertUp(money(1_000n, 'KWD'), 'EUR', table),
    money(281n, 'EUR'),
    '1 dinar is 2.801… euro',
  );
  assert.deepEqual(convertUp(money(7n, 'USD'), 'USD', table), money(7n, 'USD'));
});

const anyCurrency = fc.constantFrom(...CURRENCIES);
const anyMinor = fc.bigInt({ min: 0n, max: 1_000_000_000_000_000n });

test('what is counted is never less than what moves, and what is offered fits when it is counted', () => {
  fc.assert(
    fc.property(anyMinor, anyCurrency, anyCurrency, (minor, from: Currency, to: Currency) => {
      const limit = money(minor, from);
      assert.ok(convertUp(convertDown(limit, to, table), from, table).minor <= minor);
      assert.ok(convertDown(convertUp(limit, to, table), from, table).minor >= minor);
      assert.ok(convertUp(limit, to, table).minor - convertDown(limit, to, table).minor <= 1n);
    }),
  );
});

test('splitting a sum never counts for less than the whole', () => {
  fc.assert(
    fc.property(anyMinor, anyMinor, anyCurrency, anyCurrency, (a, b, from, to) => {
      const counted = (minor: bigint): bigint => convertUp(money(minor, from), to, table).minor;
      assert.ok(counted(a) + counted(b) >= counted(a + b));
    }),
  );
});
