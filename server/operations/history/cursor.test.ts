import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationId } from '#common/id';
import { Temporal } from '#platform/clock';
import { cursorOf, parseCursor } from './cursor.ts';

const position = {
  createdAt: Temporal.Instant.from('2026-11-22T09:00:00.123456Z'),
  id: 'tr_01JDB8C2QX7Z3W4V5T6R8P9N0M' as OperationId,
};

test('a cursor leads back to the very entry it was made from', () => {
  const read = parseCursor(cursorOf(position));
  assert.equal(read?.createdAt.toString(), '2026-11-22T09:00:00.123456Z');
  assert.equal(read?.id, position.id);
});

test('what was not made here is no cursor', () => {
  const made = (text: string): string => Buffer.from(text).toString('base64url');
  for (const text of [
    '',
    'x',
    '%',
    made('2026-02-31T09:00:00Z tr_01JDB8C2QX7Z3W4V5T6R8P9N0M'),
    made("2026-11-22T09:00:00Z '; drop"),
    made('{}'),
    `${cursorOf(position)}AA`,
  ]) {
    assert.equal(parseCursor(text), null, text);
  }
});
