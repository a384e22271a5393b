import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  CURRENCIES,
  MAX_AMOUNT_MINOR,
  decimalText,
  fromWire,
  money,
  parseTypedAmount,
  portionUp,
  toWire,
} from './money.ts';

describe('an amount is read as the person meant it', () => {
  const cases = [
    ['12.30', 'CNY', 1230n],
    ['12.3', 'CNY', 1230n],
    ['12', 'CNY', 1200n],
    ['12.', 'CNY', 1200n],
    ['１２．３０', 'CNY', 1230n],
    ['1，234.50', 'CNY', 123450n],
    ['¥1,234.50', 'CNY', 123450n],
    [' 0.01 ', 'USD', 1n],
    ['1.234', 'KWD', 1234n],
    ['1500', 'JPY', 1500n],
    ['9007199254740993', 'JPY', 'amount_too_large'],
    ['0', 'CNY', 'amount_not_positive'],
    ['-5', 'CNY', 'amount_not_positive'],
    ['−5', 'CNY', 'amount_not_positive'],
    ['1.005', 'USD', 'amount_too_precise'],
    ['1.5', 'JPY', 'amount_too_precise'],
    ['1e2', 'CNY', 'amount_not_a_number'],
    ['0x10', 'CNY', 'amount_not_a_number'],
    ['NaN', 'CNY', 'amount_not_a_number'],
    ['1.2.3', 'CNY', 'amount_not_a_number'],
    ['', 'CNY', 'amount_not_a_number'],
  ] as const;
  for (const [text, currency, expected] of cases) {
    test(`${JSON.stringify(text)} ${currency}: ${expected}`, () => {
      const result = parseTypedAmount(text, currency);
      assert.equal(result.ok ? result.value.minor : result.error.code, expected);
    });
  }
});

test('typed text, wire text and minor units tell the same amount in every currency', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: MAX_AMOUNT_MINOR }),
      fc.constantFrom(...CURRENCIES),
      (minor, currency) => {
        const amount = money(minor, currency);
        assert.deepEqual(fromWire(toWire(amount)), amount);
        assert.deepEqual(parseTypedAmount(decimalText(amount), currency), { ok: true, value: amount });
      },
    ),
  );
});

test('a percentage fee is never less than the exact share and less than one minor unit above it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: MAX_AMOUNT_MINOR }),
      fc.bigInt({ min: 0n, max: 10_000n }),
      (minor, basisPoints) => {
        const fee = portionUp(money(minor, 'CNY'), basisPoints).minor;
        assert.ok(fee * 10_000n >= minor * basisPoints && (fee - 1n) * 10_000n < minor * basisPoints);
      },
    ),
  );
});
