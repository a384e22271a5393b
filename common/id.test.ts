import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { idFromUuid, parseId, uuidFromId, uuidv7 } from './id.ts';

test('an id and its UUID are the same thing in two writings', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      assert.equal(uuidFromId(idFromUuid('tr', uuid)), uuid);
    }),
  );
});

test('a later id sorts after an earlier one', () => {
  const random = new Uint8Array(10).fill(255);
  const early = idFromUuid('tr', uuidv7(1_700_000_000_000, random));
  const late = idFromUuid('tr', uuidv7(1_700_000_000_001, new Uint8Array(10)));
  assert.ok(early < late);
});

test('an id read out over the phone is found, one of another kind is not', () => {
  const id = idFromUuid('tr', '0198a4c2-7a61-7b3c-8000-0123456789ab');
  assert.equal(parseId('tr', ` ${id.slice(0, 12)} ${id.slice(12).toLowerCase()}`), id);
  assert.equal(parseId('tu', id), null);
  assert.equal(parseId('tr', 'tr_short'), null);
});
