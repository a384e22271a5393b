import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#common/money';
import type { Rates } from '#common/rates';
import type { Road, Tariff } from './cross-border.ts';
import { marketMove, priceTransfer } from './price.ts';

const rates: Rates = {
  EUR: { mantissa: 1n, scale: 0 },
  CNY: { mantissa: 80n, scale: 1 },
  USD: { mantissa: 1143n, scale: 3 },
  JPY: { mantissa: 16054n, scale: 2 },
};
const tariff: Tariff = {
  rule: 'test',
  currency: 'CNY',
  feeBasisPoints: 40,
  feeMin: money(1_000n, 'CNY'),
  correspondentFee: money(1_500n, 'CNY'),
  totalMin: money(10_000n, 'CNY'),
  factorAbove: money(500_000n, 'CNY'),
};
const road: Road = {
  rule: 'test',
  currency: 'USD',
  markupBasisPoints: 40,
  cutOff: '16:00',
  timeZone: 'America/New_York',
  calendar: 'us',
  arrivesAfterDaysMin: 1,
  arrivesAfterDaysMax: 3,
};

test('what is fixed is exact, parts add up, and the position valued at the market earns the spread alone', () => {
  const currencies = fc.constantFrom('USD', 'JPY', 'CNY');
  const fixed = fc.constantFrom('source', 'target');
  fc.assert(
    fc.property(currencies, fixed, fc.bigInt(10n, 10_000_000_000n), (currency, side, minor) => {
      const into = { ...road, currency };
      const amount = money(minor, side === 'source' ? 'CNY' : currency);
      const priced = priceTransfer({ fixed: side, amount }, { tariff, road: into }, rates);
      assert.ok(priced);
      if (!priced.ok) return assert.equal(priced.error.code, 'amount_below_minimum');
      const { total, fee, correspondentFee, converted, get, spread, rounding, rate, reference } =
        priced.value;
      assert.equal(total.minor, converted.minor + fee.minor + correspondentFee.minor);
      assert.equal(side === 'source' ? total.minor : get.minor, minor);
      assert.ok(fee.minor >= 1_000n && spread.minor >= 0n && rounding.minor >= 0n);
      const atMarket = (converted.minor * reference.numerator) / reference.denominator;
      assert.equal(get.minor + spread.minor + rounding.minor, atMarket);
      assert.ok(get.minor * rate.denominator <= converted.minor * rate.numerator, 'never more than the rate');
      if (currency === 'CNY') assert.deepEqual([get.minor, spread.minor], [converted.minor, 0n]);
    }),
  );
});

test('what comes back while the market stands still costs nobody anything; when it moves, we carry exactly what it did', () => {
  const currencies = fc.constantFrom('USD', 'JPY', 'CNY');
  const amounts = fc.bigInt(10_000n, 10_000_000_000n);
  // The yuan a euro on the day of the return, in tenths.
  const later = fc.bigInt(40n, 160n);
  fc.assert(
    fc.property(currencies, amounts, later, (currency, minor, yuan) => {
      const into = { ...road, currency };
      const priced = priceTransfer(
        { fixed: 'source', amount: money(minor, 'CNY') },
        { tariff, road: into },
        rates,
      );
      assert.ok(priced?.ok);
      assert.equal(marketMove(priced.value, rates), null);
      const market = marketMove(priced.value, { ...rates, CNY: { mantissa: yuan, scale: 1 } });
      if (currency === 'CNY') return assert.equal(market, null);
      // Worth eight tenths as many euros then: what it is worth in yuan now, to the unit of what the account got.
      const { minor: went } = priced.value.converted;
      const worth = (went * yuan) / 80n;
      const moved = market ? (market.isLoss ? -market.amount.minor : market.amount.minor) : 0n;
      const unit = currency === 'JPY' ? 20n : 30n;
      const off = went + moved - worth;
      assert.ok((off < 0n ? -off : off) <= unit, `${went} became ${worth}, and ${moved} was booked`);
    }),
  );
});

test('without a rate there is no price, and what is too small has a reason', () => {
  const amount = money(100_000n, 'CNY');
  assert.equal(priceTransfer({ fixed: 'source', amount }, { tariff, road }, {}), null);
  const small = priceTransfer({ fixed: 'source', amount: money(2_000n, 'CNY') }, { tariff, road }, rates);
  assert.ok(small && !small.ok && small.error.min.minor === 10_000n);
});
