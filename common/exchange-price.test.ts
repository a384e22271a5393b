import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ExchangePrice, type ExchangeTariff, priceExchange } from './exchange-price.ts';
import { add, CURRENCIES, type Currency, money, type Money, subtract } from './money.ts';
import { crossRate, type Rates, rateText } from './rates.ts';

const rate = (mantissa: bigint, scale = 4) => ({ mantissa, scale });
const rates: Rates = {
  EUR: rate(1n, 0),
  USD: rate(11_650n),
  CNY: rate(83_000n),
  GBP: rate(8_750n),
  HKD: rate(90_600n),
  JPY: rate(1_762_000n),
  KWD: rate(3_570n),
};
const tariff = (from: Currency, to: Currency, over: Partial<ExchangeTariff> = {}): ExchangeTariff => ({
  from,
  to,
  feeBasisPoints: 0,
  feeMin: money(0n, from),
  markupBasisPoints: 40,
  giveMin: money(1n, from),
  ...over,
});
function priced(amount: Money, own: ExchangeTariff, table: Rates = rates): ExchangePrice {
  const result = priceExchange(amount, own, table);
  assert.ok(
    result?.ok,
    JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  );
  return result.value;
}

describe('the price of an exchange', () => {
  test('is that of the worked example: mark-up and rounding are lines of their own', () => {
    // 82.50000 rupees for a dollar, 82.42135 for the customer, 0.50 of fee; with our currencies and the same figures.
    const table: Rates = { USD: rate(1n, 0), CNY: rate(825_000n) };
    const own = tariff('USD', 'CNY', { feeMin: money(50n, 'USD'), markupBasisPoints: 10 });
    const price = priced(money(100_50n, 'USD'), own, table);
    assert.deepEqual(
      [price.fee.minor, price.converted.minor, price.get.minor, price.spread.minor, price.rounding.minor],
      [50n, 100_00n, 8_241_75n, 8_25n, 0n],
    );
    assert.equal(rateText(price.rate, 'USD', 'CNY'), '82.4175');
    assert.equal(price.cost.minor, 60n, 'fee 0.50, and 8.25 of mark-up at the market’s rate');
  });

  test('counts the same from either side: what is to be got is got exactly', () => {
    const own = tariff('CNY', 'USD', { feeBasisPoints: 25, feeMin: money(30n, 'CNY') });
    const price = priced(money(100_00n, 'USD'), own);
    assert.equal(price.get.minor, 100_00n);
    const there = priced(price.give, own);
    assert.ok(there.get.minor >= price.get.minor, 'who gives that gets at least that');
    const less = priced(money(price.give.minor - 1n, 'CNY'), own);
    assert.ok(less.get.minor < price.get.minor, 'and who gives less gets less');
  });

  test('is none below the least sum, and none where nothing would be got', () => {
    const refused = (amount: Money, own: ExchangeTariff) => {
      const result = priceExchange(amount, own, rates);
      return result && !result.ok ? result.error : null;
    };
    assert.deepEqual(refused(money(99n, 'CNY'), tariff('CNY', 'USD', { giveMin: money(100n, 'CNY') })), {
      code: 'amount_below_minimum',
      min: money(100n, 'CNY'),
    });
    const tooLittle = refused(money(1n, 'JPY'), tariff('JPY', 'EUR'));
    assert.equal(tooLittle?.code, 'amount_below_minimum');
    assert.ok(
      tooLittle && priceExchange(tooLittle.min, tariff('JPY', 'EUR'), rates)?.ok,
      'what is named is enough',
    );
    assert.equal(
      priceExchange(money(100n, 'CNY'), tariff('CNY', 'USD'), { CNY: rate(1n) }),
      null,
      'no rate, no price',
    );
  });
});

const currency = fc.constantFrom(...CURRENCIES);
const pair = fc.tuple(currency, currency).filter(([from, to]) => from !== to);
const terms = fc.record({
  feeBasisPoints: fc.integer({ min: 0, max: 1000 }),
  feeMinor: fc.bigInt({ min: 0n, max: 500n }),
  markupBasisPoints: fc.integer({ min: 0, max: 1000 }),
});
const someRates = fc
  .tuple(...CURRENCIES.map(() => fc.bigInt({ min: 1n, max: 50_000_000n })))
  .map((values): Rates =>
    Object.fromEntries(CURRENCIES.map((name, place) => [name, rate(values[place] ?? 1n)])),
  );
const minor = fc.bigInt({ min: 1n, max: 1_000_000_000_000n });
const RUNS = { numRuns: 10_000 };

describe('whatever the rates and the tariff are,', () => {
  test('every part is what it says, and the two sides of each currency balance', () => {
    fc.assert(
      fc.property(
        pair,
        terms,
        someRates,
        minor,
        fc.boolean(),
        ([from, to], { feeMinor, ...own }, table, amount, byGet) => {
          const asked = money(amount, byGet ? to : from);
          const result = priceExchange(
            asked,
            tariff(from, to, { ...own, feeMin: money(feeMinor, from) }),
            table,
          );
          if (!result?.ok) return;
          const { give, fee, converted, get, spread, rounding, reference, rate: customer } = result.value;
          assert.deepEqual(add(fee, converted), give);
          assert.ok(
            fee.minor >= 0n &&
              converted.minor > 0n &&
              get.minor > 0n &&
              spread.minor >= 0n &&
              rounding.minor >= 0n,
          );
          assert.equal(byGet ? get.minor : give.minor, amount);
          // Never more than the customer's rate says, which is never more than the market's.
          assert.ok(get.minor * customer.denominator <= converted.minor * customer.numerator);
          assert.ok(customer.numerator * reference.denominator <= reference.numerator * customer.denominator);
          // What leaves the position is its value at the market, without a unit too much.
          const out = add(add(get, spread), rounding);
          assert.equal(out.minor, (converted.minor * reference.numerator) / reference.denominator);
        },
      ),
      RUNS,
    );
  });

  test('no way there and back gains', () => {
    fc.assert(
      fc.property(pair, terms, someRates, minor, ([from, to], { feeMinor, ...own }, table, amount) => {
        const there = priceExchange(
          money(amount, from),
          tariff(from, to, { ...own, feeMin: money(feeMinor, from) }),
          table,
        );
        if (!there?.ok) return;
        const back = priceExchange(
          there.value.get,
          tariff(to, from, { ...own, feeMin: money(0n, to) }),
          table,
        );
        if (back?.ok) assert.ok(back.value.get.minor <= amount);
      }),
      RUNS,
    );
  });

  test('many small exchanges never gain on one', () => {
    fc.assert(
      fc.property(
        pair,
        someRates,
        fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 2, maxLength: 30 }),
        ([from, to], table, parts) => {
          const own = tariff(from, to, { markupBasisPoints: 0 });
          const got = (amount: bigint): bigint => {
            const result = priceExchange(money(amount, from), own, table);
            return result?.ok ? result.value.get.minor : 0n;
          };
          const whole = parts.reduce((sum, part) => sum + part, 0n);
          assert.ok(parts.reduce((sum, part) => sum + got(part), 0n) <= got(whole));
        },
      ),
      RUNS,
    );
  });

  test('the cost is what was given less what was got, at the market’s rate', () => {
    fc.assert(
      fc.property(pair, terms, minor, ([from, to], { feeMinor, ...own }, amount) => {
        const result = priceExchange(
          money(amount, from),
          tariff(from, to, { ...own, feeMin: money(feeMinor, from) }),
          rates,
        );
        if (!result?.ok) return;
        const { give, get, cost, fee, reference } = result.value;
        const worth = subtract(give, cost).minor;
        assert.ok(worth * reference.numerator <= get.minor * reference.denominator);
        assert.ok(
          (worth + 1n) * reference.numerator > get.minor * reference.denominator,
          'rounded by less than a unit',
        );
        assert.ok(cost.minor >= fee.minor);
      }),
      RUNS,
    );
  });
});

test('rates are shown with six significant digits', () => {
  const shown = (from: Currency, to: Currency): string => {
    const cross = crossRate(from, to, rates);
    assert.ok(cross);
    return rateText(cross, from, to);
  };
  assert.equal(shown('EUR', 'CNY'), '8.30000');
  assert.equal(shown('CNY', 'USD'), '0.140361');
  assert.equal(shown('EUR', 'JPY'), '176.200');
  assert.equal(shown('JPY', 'KWD'), '0.00202611');
  assert.equal(shown('KWD', 'JPY'), '493.557');
});
