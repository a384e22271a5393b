import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { behaviourNameOf, behaviourOf, listTestCards } from './cards.ts';
import {
  brandOf,
  digitsOf,
  grouped,
  isPast,
  missingDigits,
  passesLuhn,
  readExpiry,
} from './pages/card-number.ts';
import { amountText } from '../shared/pages/text.ts';

test('every test card can be typed: its check digit is right, and it stands once in the table', () => {
  const cards = listTestCards();
  assert.ok(cards.length > 15);
  for (const { number, name } of cards) {
    assert.ok(passesLuhn(number), `${name} would be refused by the frame`);
    assert.equal(missingDigits(number), 0);
    assert.notEqual(brandOf(number), 'other');
    assert.equal(behaviourNameOf(number), name);
  }
  assert.equal(new Set(cards.map(({ number }) => number)).size, cards.length);
  assert.equal(new Set(cards.map(({ name }) => name)).size, cards.length);
});

test('a card that declines says why, and processing says how it ends', () => {
  for (const { name } of listTestCards()) {
    const { first, then, declineCode, connection } = behaviourOf(name);
    if (connection !== 'cut_before_acceptance')
      assert.equal(declineCode !== undefined, first === 'declined' || then === 'declined', name);
    assert.equal(then !== undefined, first === 'processing', name);
  }
});

describe('what is typed is read as it stands on the card', () => {
  const expiries: [string, { month: number; year: number } | null][] = [
    ['08 / 29', { month: 8, year: 2029 }],
    ['0829', { month: 8, year: 2029 }],
    ['08/2029', { month: 8, year: 2029 }],
    ['０８／２９', { month: 8, year: 2029 }],
    ['13/29', null],
    ['00/29', null],
    ['8/29', null],
    ['', null],
  ];
  for (const [text, expected] of expiries)
    test(`expiry ${JSON.stringify(text)}`, () => assert.deepEqual(readExpiry(text), expected));
  test('a card is good until the end of its month', () => {
    assert.equal(isPast({ month: 11, year: 2026 }, new Date(2026, 10, 30, 23, 59)), false);
    assert.equal(isPast({ month: 11, year: 2026 }, new Date(2026, 11, 1)), true);
  });
  test('numbers lose spaces and full-width forms, and are shown in groups', () => {
    assert.equal(digitsOf('４２４２ 4242-4242 4242'), '4242424242424242');
    assert.equal(grouped('4242424242424242'), '4242 4242 4242 4242');
    assert.equal(grouped('378282246310005'), '3782 822463 10005');
    assert.equal(grouped('42424'), '4242 4');
    assert.equal(missingDigits('400000000000322'), 1);
  });
  test('the check digit finds every single wrong digit', () => {
    const number = '6200000000000005';
    for (let at = 0; at < number.length; at++) {
      for (let digit = 0; digit < 10; digit++) {
        const changed = number.slice(0, at) + digit + number.slice(at + 1);
        assert.equal(passesLuhn(changed), changed === number);
      }
    }
  });
});

test('amounts have all their minor digits', () => {
  assert.deepEqual(
    [
      amountText('128453018', 'CNY'),
      amountText('5', 'USD'),
      amountText('48000', 'JPY'),
      amountText('1234567', 'KWD'),
      amountText('100', 'HKD'),
    ],
    ['¥1,284,530.18', '$0.05', 'JP¥48,000', 'KWD\u00a01,234.567', 'HK$1.00'],
  );
});
