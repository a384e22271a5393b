import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountText } from './amount-text.ts';

const CASES: [typed: string, stays: string, because: string][] = [
  ['12', '12', 'plain digits stay'],
  ['12.', '12.', 'the fraction is still to come'],
  ['0.0', '0.0', 'typing is not interrupted'],
  ['007', '7', 'leading zeros say nothing'],
  ['12.345', '12.345', 'too precise is for the error to say, not for the field to cut'],
  ['¥1,234.50', '1234.50', 'a pasted amount is read as meant'],
  [' HK$ 880 ', '880', 'so is one with spaces'],
  ['１２３４．５', '1234.5', 'full-width figures are figures'],
  ['1，234', '1234', 'a full-width comma groups'],
  ['12。', '12.', 'the Chinese full stop is what the keyboard offers as a point'],
  ['12a', '12', 'letters do not enter'],
  ['1.2.3', '1.23', 'one point is enough'],
  ['', '', 'empty stays empty'],
];
for (const [typed, stays, because] of CASES) {
  test(`"${typed}" stays "${stays}": ${because}`, () => assert.equal(amountText(typed), stays));
}
