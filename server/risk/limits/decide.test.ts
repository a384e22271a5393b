import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CustomerId } from '#common/id';
import { money } from '#common/money';
import { Temporal } from '#platform/clock';
import { dayOf } from './check-limits.ts';
import { decideLimits } from './decide.ts';
import type { LimitFacts } from './limit.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const facts = (usedMinor: bigint, monthMinor = usedMinor): LimitFacts => ({
  customer: 'cus_01JDB8C2QX7Z3W4V5T6R8P9N0M' as CustomerId,
  capability: 'transfer',
  day: Temporal.PlainDate.from('2026-11-22'),
  resetsAt: {
    day: Temporal.Instant.from('2026-11-22T16:00:00Z'),
    month: Temporal.Instant.from('2026-11-30T16:00:00Z'),
  },
  limits: [
    { window: 'payment', rule: 'transfer/payment/T1/v1', limit: cny(2_000_00n) },
    { window: 'day', rule: 'transfer/day/T1/v1', limit: cny(5_000_00n) },
    { window: 'month', rule: 'transfer/month/T1/v1', limit: cny(20_000_00n) },
  ],
  used: { day: cny(usedMinor), month: cny(monthMinor) },
  home: null,
  rates: {
    day: '2026-11-20',
    source: 'sample',
    rates: {
      CNY: { mantissa: 83_000n, scale: 4 },
      EUR: { mantissa: 10_000n, scale: 4 },
      JPY: { mantissa: 1_762_000n, scale: 4 },
    },
  },
});

describe('limits are decided', () => {
  const cases = [
    [cny(2_000_00n), 0n, 'counted 200000'],
    [cny(2_000_01n), 0n, 'limit_per_payment'],
    [cny(2_000_01n), 5_000_00n, 'limit_per_payment'], // The day resets; a payment that is too large stays so.
    [cny(2_000_00n), 3_000_00n, 'counted 200000'],
    [cny(2_000_00n), 3_000_01n, 'limit_per_day'],
    [cny(1n), 5_000_00n, 'limit_per_day'],
    [money(100_00n, 'EUR'), 0n, 'counted 83000'],
    [money(240_97n, 'EUR'), 0n, 'limit_per_payment'],
    [money(240_96n, 'EUR'), 0n, 'counted 199997'],
  ] as const;
  for (const [amount, used, expected] of cases) {
    test(`${amount.minor} ${amount.currency} after ${used}: ${expected}`, () => {
      const decided = decideLimits(amount, facts(used));
      assert.equal(decided.ok ? `counted ${decided.value.counted.minor}` : decided.error.code, expected);
    });
  }
});

test('a refusal tells the amount that would still go, in the currency that was typed', () => {
  const decided = decideLimits(money(500_00n, 'EUR'), facts(4_000_00n));
  assert.ok(!decided.ok && decided.error.code === 'limit_per_payment');
  assert.deepEqual(decided.error.limit, money(240_96n, 'EUR'));
  const again = decideLimits(money(240_96n, 'EUR'), facts(4_000_00n));
  assert.ok(!again.ok && again.error.code === 'limit_per_day');
  assert.deepEqual(again.error.remaining, money(120_48n, 'EUR'));
  assert.ok(decideLimits(again.error.remaining, facts(4_000_00n)).ok);
  assert.equal(again.error.resetsAt, '2026-11-22T16:00:00Z');
});

test('the month is refused before the day, since tomorrow would not help; what is left is the least of both', () => {
  const told = (amount: bigint, day: bigint, month: bigint) => {
    const decided = decideLimits(cny(amount), facts(day, month));
    if (decided.ok) return 'counted';
    const { code } = decided.error;
    return code === 'limit_per_payment'
      ? code
      : `${code} ${decided.error.remaining.minor} ${decided.error.resetsAt}`;
  };
  assert.equal(told(1_000_00n, 0n, 19_000_00n), 'counted');
  assert.equal(told(1_000_01n, 0n, 19_000_00n), 'limit_per_month 100000 2026-11-30T16:00:00Z');
  assert.equal(told(2_000_00n, 4_500_00n, 19_000_00n), 'limit_per_month 50000 2026-11-30T16:00:00Z');
  assert.equal(told(600_00n, 4_500_00n, 19_000_00n), 'limit_per_day 50000 2026-11-22T16:00:00Z');
  assert.equal(told(2_000_01n, 0n, 20_000_00n), 'limit_per_payment');
});

test('a day begins at midnight where the installation counts', () => {
  const before = dayOf(Temporal.Instant.from('2026-11-22T15:59:59Z'), 'Asia/Shanghai');
  assert.equal(before.day.toString(), '2026-11-22');
  assert.equal(before.resetsAt.day.toString(), '2026-11-22T16:00:00Z');
  assert.equal(before.resetsAt.month.toString(), '2026-11-30T16:00:00Z');
  assert.equal(
    dayOf(Temporal.Instant.from('2026-11-22T16:00:00Z'), 'Asia/Shanghai').day.toString(),
    '2026-11-23',
  );
  // Clocks go back that night: the day has 25 hours.
  assert.equal(
    dayOf(Temporal.Instant.from('2026-10-25T00:00:00Z'), 'Europe/Berlin').resetsAt.day.toString(),
    '2026-10-25T23:00:00Z',
  );
});
