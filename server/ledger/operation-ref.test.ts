import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { idFromUuid } from '#common/id';
import { idRangeOf, legId, operationIdOf, operationRef } from './operation-ref.ts';

const operation = 'tr_01JDB8C2QX7Z3W4V5T6R8P9N0M';

test('the id of a leg is the same for ever, and another for other names', () => {
  assert.equal(legId(operation, 'transfer'), '01935686-0afd-3fc7-c26c-ba36fd01b4d3');
  const names = fc.tuple(fc.string(), fc.string());
  fc.assert(
    fc.property(names, names, (a, b) => {
      fc.pre(a[0] !== b[0] || a[1] !== b[1]);
      assert.notEqual(legId(operation, ...a), legId(operation, ...b));
      assert.equal(legId(operation, ...a), legId(operation, ...a));
    }),
  );
});

test('a row names its operation in full, and every leg lies in the range of its operation', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('tu', 'tr', 'cb'), fc.string(), (uuid, kind, name) => {
      const id = idFromUuid(kind, uuid);
      const ref = operationRef(id);
      const leg = legId(id, name);
      const { first, last } = idRangeOf(ref);
      assert.ok(first <= leg && leg <= last);
      assert.equal(operationIdOf({ id: leg, operation_kind: ref.kind, operation_tail: ref.tail }), id);
    }),
  );
});

test('what is no operation of the ledger is a bug', () => {
  assert.throws(() => operationRef('qt_01JDB8C2QX7Z3W4V5T6R8P9N0M'), /no operation that the ledger knows/);
  assert.throws(() => operationRef('tr_1'), /not an id/);
});
