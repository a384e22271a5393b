import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OperationId, shortId } from '#common/id';
import { searchForms, searchTextOf } from './search-text.ts';

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
