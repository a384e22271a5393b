import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '#common/money';
import { decideRelease, type ReleaseFacts } from './decide.ts';

const facts = (granted: bigint): ReleaseFacts => ({
  rule: { rule: 'release/0d/v1', atOnce: money(2_000_00n, 'CNY'), windowHours: 24, delayHours: 72 },
  grantedInWindow: money(granted, 'CNY'),
  rates: {
    day: '2026-11-20',
    source: 'sample',
    rates: { CNY: { mantissa: 83_000n, scale: 4 }, EUR: { mantissa: 10_000n, scale: 4 } },
  },
});

test('up to the allowance is spendable at once, the rest is delayed, and both make the whole', () => {
  const cases = [
    [500_00n, 0n, 500_00n],
    [2_000_00n, 0n, 2_000_00n],
    [5_000_00n, 0n, 2_000_00n],
    [5_000_00n, 1_999_99n, 1n],
    [5_000_00n, 2_000_00n, 0n],
    [5_000_00n, 9_000_00n, 0n],
  ] as const;
  for (const [amount, granted, atOnce] of cases) {
    const decided = decideRelease(money(amount, 'CNY'), facts(granted));
    assert.equal(decided.atOnce.minor, atOnce);
    assert.equal(decided.delayed.minor, amount - atOnce);
    assert.equal(decided.counted.minor, atOnce);
  }
});

test('another currency uses up the allowance at the reference rate, rounded against it', () => {
  const decided = decideRelease(money(1_000_00n, 'EUR'), facts(0n));
  assert.equal(decided.atOnce.minor, 240_96n);
  assert.equal(decided.counted.minor, 1_999_97n);
});
