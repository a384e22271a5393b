import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decidePaymentPassword } from './decide.ts';

const facts = { phone: '+8613800274916', password: 'Kestrel-Meadow-837261' };
const weak: [digits: string, why: string][] = [
  ['111111', 'one digit six times'],
  ['121212', 'two digits in turn'],
  ['111222', 'two different digits'],
  ['123456', 'a run up'],
  ['654321', 'a run down'],
  ['890123', 'a run over the nine'],
  ['135791', 'a run in twos'],
  ['123123', 'a half twice'],
  ['123321', 'a half and its mirror'],
  ['112233', 'pairs in a row'],
  ['520131', 'a favourite: I love you for ever'],
  ['147258', 'columns of the keypad'],
  ['900131', 'a birthday, year first'],
  ['310190', 'a birthday, day first'],
  ['013190', 'a birthday, month first'],
  ['199006', 'a year and a month'],
  ['274916', 'the end of the own phone number'],
  ['619472', 'the same backwards'],
  ['380027', 'the middle of the own phone number'],
  ['837261', 'a part of the sign-in password'],
  ['12345', 'five digits'],
  ['1234567', 'seven digits'],
  ['12a456', 'a letter'],
  ['', 'nothing'],
];
for (const [digits, why] of weak) {
  test(`${digits || '(empty)'} is refused: ${why}`, () => {
    assert.deepEqual(decidePaymentPassword(digits, facts), {
      ok: false,
      error: { code: 'payment_password_weak' },
    });
  });
}

test('six digits that mean nothing are taken, however they were typed', () => {
  for (const typed of ['739584', ' 739 584 ', '７３９５８４'])
    assert.deepEqual(decidePaymentPassword(typed, facts), { ok: true, value: '739584' });
});

test('most six digits remain to choose from', () => {
  let taken = 0;
  for (let number = 0; number < 1_000_000; number += 97)
    if (decidePaymentPassword(String(number).padStart(6, '0'), facts).ok) taken += 1;
  assert.ok(taken > 10_310 * 0.8, `${taken} of 10310`);
});
