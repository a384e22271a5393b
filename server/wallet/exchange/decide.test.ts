import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangeTariff } from '#common/exchange-price';
import { money, type Money } from '#common/money';
import { Temporal } from '#platform/clock';
import type { RateTable } from '#risk';
import { decideQuote, isFresh, type PricingFacts } from './decide.ts';

const cny = (minor: bigint): Money => money(minor, 'CNY');
const today = Temporal.PlainDate.from('2026-11-30');
const origin = { day: '2026-11-27', source: 'ecb', fetchedAt: null };
const rates: RateTable = {
  day: '2026-11-27',
  source: 'ecb',
  rates: { CNY: { mantissa: 83_000n, scale: 4 }, USD: { mantissa: 11_650n, scale: 4 } },
  origins: { CNY: origin, USD: origin },
};
const tariff: ExchangeTariff = {
  from: 'CNY',
  to: 'USD',
  feeBasisPoints: 0,
  feeMin: cny(0n),
  markupBasisPoints: 40,
  giveMin: cny(100n),
};
const facts: PricingFacts = { block: null, available: cny(10_000n), debt: null, tariff, rates, today };
const debt = { owed: cny(500n), collectsFrom: '2026-11-29T00:00:00Z' };
const stale = { ...rates, origins: { CNY: origin, USD: { ...origin, day: '2026-11-20' } } };

const CASES: readonly [
  what: string,
  amount: Money,
  to: 'CNY' | 'USD',
  over: Partial<PricingFacts>,
  code: string,
][] = [
  ['the whole balance', cny(10_000n), 'USD', {}, 'priced'],
  ['the least sum', cny(100n), 'USD', {}, 'priced'],
  ['one unit less than that', cny(99n), 'USD', {}, 'amount_below_minimum'],
  ['one unit more than there is', cny(10_001n), 'USD', {}, 'insufficient_funds'],
  ['what would cost more than there is', money(1_400n, 'USD'), 'USD', {}, 'insufficient_funds'],
  ['the same currency', cny(1_000n), 'CNY', {}, 'exchange_same_currency'],
  ['nothing', cny(0n), 'USD', {}, 'amount_not_positive'],
  ['a pair without a tariff', cny(1_000n), 'USD', { tariff: null }, 'exchange_paused'],
  ['a currency whose rate is too old', cny(1_000n), 'USD', { rates: stale }, 'exchange_paused'],
  ['an account that nothing may leave', cny(1_000n), 'USD', { block: 'other' }, 'account_cannot_send'],
  ['an account that its owner froze', cny(1_000n), 'USD', { block: 'self_frozen' }, 'frozen_by_owner'],
  ['a balance with a debt that is due', cny(1_000n), 'USD', { debt }, 'debt_outstanding'],
  ['a frozen account with too little', cny(99_999n), 'USD', { block: 'other' }, 'account_cannot_send'],
];
for (const [what, amount, to, over, code] of CASES)
  test(`${what}: ${code}`, () => {
    const decided = decideQuote(amount, { from: 'CNY', to }, { ...facts, ...over });
    assert.equal(decided.ok ? 'priced' : decided.error.code, code);
  });

test('rates hold for five days: over Easter nothing new is published for that long', () => {
  assert.equal(isFresh({ day: '2026-11-25' }, today), true);
  assert.equal(isFresh({ day: '2026-11-24' }, today), false);
});
