import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { freshDb } from '#test/db';
import { inConflict } from './store.ts';

const { db, owner } = await freshDb();
const idOf = (kind: string, place: number): string => `${kind}_0${place.toString().padStart(25, '0')}`;

test('a conflict is found however many older ones are only asked about, and of the kinds alone that were asked for', async () => {
  await sql`alter table operations.operation disable trigger user`.execute(owner.read);
  const insert = (id: string, kind: string, state: string, minute: number) =>
    sql`
    insert into operations.operation
      (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, reason_code, reason_facts, decision, since, due_at, next_actor, created_at, updated_at)
    select ${id}, ${kind}, ${state}, ${idOf('cus', 1)}, 100, 0, 'CNY', '[]', 'payout_conflict', '{}', '{}', at, at, 'okpay', at, at
      from (select timestamptz '2026-12-01 00:00Z' + ${minute} * interval '1 minute' as at) a`.execute(
      owner.read,
    );
  for (let place = 1; place <= 201; place++) await insert(idOf('wd', place), 'withdrawal', 'checking', place);
  await insert(idOf('wd', 500), 'withdrawal', 'conflict', 500);
  await insert(idOf('xb', 499), 'cross_border', 'conflict', 499);
  await insert(idOf('tu', 498), 'top_up', 'conflict', 498);
  const found = await inConflict(db.read, ['withdrawal', 'cross_border']);
  assert.deepEqual(
    found.map(({ id }) => id),
    [idOf('xb', 499), idOf('wd', 500)],
  );
});
