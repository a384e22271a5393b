import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caretAfter, figuresBefore, grouped } from './grouped-figure.ts';

const SHOWN: [typed: string, shown: string][] = [
  ['', ''],
  ['12', '12'],
  ['123', '123'],
  ['1234', '1,234'],
  ['1284530.18', '1,284,530.18'],
  ['1234.', '1,234.'],
  ['.5', '.5'],
  ['0.12345', '0.12345'],
];
for (const [typed, shown] of SHOWN)
  test(`"${typed}" is shown as "${shown}"`, () => assert.equal(grouped(typed), shown));

test('the caret stays behind the digit just typed, although a comma came before it', () => {
  // 123| becomes 1234| and is shown as 1,234|
  assert.equal(caretAfter('1,234', figuresBefore('1234', 4)), 5);
  // 1,|234 with a 9 typed at the caret: 1,9|234 is 19234, shown as 19,234
  assert.equal(caretAfter('19,234', figuresBefore('1,9234', 3)), 2);
  assert.equal(caretAfter('', figuresBefore('', 0)), 0);
});
