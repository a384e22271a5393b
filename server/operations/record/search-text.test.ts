import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OperationId, shortId } from '#common/id';
import { searchAmounts, searchForms, searchTextOf } from './search-text.ts';

const id = 'tr_01JDB8C2QX7Z3W4V5T6R8P9N0M' as OperationId;
const text = searchTextOf({
  id,
  counterparty: { kind: 'person', name: '王*明', detail: null },
  note: 'Ｒent  November',
});
const finds = (typed: string): boolean => searchForms(typed).some((form) => text.includes(form));

test('an entry is found by other party, note and reference, however they are typed', () => {
  const typed = [
    '王*',
    '明',
    'rent',
    'RENT NOVEMBER',
    '  november ',
    id,
    id.toLowerCase(),
    shortId(id),
    'T6R8P-9NOM',
    '9n0m',
  ];
  for (const each of typed) assert.ok(finds(each), each);
});

test('an o and an l in a reference are read as the digits they look like, in a name they are letters', () => {
  assert.ok(finds('9NOM'));
  assert.ok(!finds('n0vember'));
});

test('what is not there is not found, and an empty search asks for nothing', () => {
  assert.ok(!finds('december'));
  assert.deepEqual(searchForms('   '), []);
  assert.equal(searchForms('x'.repeat(500))[0]?.length, 80);
});

test('a figure is looked for as a sum in every currency that can have it; words and half figures are none', () => {
  const shown = (typed: string): string[] =>
    searchAmounts(typed).map(({ minor, currency }) => `${currency} ${minor}`);
  assert.deepEqual(shown('26.5'), ['CNY 2650', 'USD 2650', 'EUR 2650', 'GBP 2650', 'HKD 2650', 'KWD 26500']);
  assert.deepEqual(shown('−¥1,200').slice(0, 1), ['CNY 120000']);
  assert.ok(shown('26').includes('JPY 26'));
  for (const typed of ['', '房租', '26a', 'tr_26', '0', '26.1234']) assert.deepEqual(shown(typed), [], typed);
});
