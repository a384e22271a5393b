// Of every column it is written down what sort of data it is, what for, and how long it is kept. (PRV-01)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { freshDb } from '#test/db';
import { inventory, terms } from '../../tools/data-inventory.ts';

const { owner } = await freshDb();
/** The queue of jobs has tables of its own, which its library makes; what lies in them are ids. */
const NOT_OURS = ['graphile_worker', 'pg_catalog', 'information_schema'];

test('no column is forgotten, and none is written down that is not there', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.table_schema || '.' || c.table_name || '.' || c.column_name as name
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema <> all(${NOT_OURS}::text[])`.execute(owner.read);
  assert.ok(rows.length > 800, String(rows.length));
  const there = new Set(rows.map(({ name }) => name));
  const written = new Set(
    inventory().flatMap(({ name, columns }) => Array.from(columns.keys(), (column) => `${name}.${column}`)),
  );
  assert.deepEqual(
    [...there].filter((name) => !written.has(name)).toSorted(),
    [],
    'write it into db/inventory',
  );
  assert.deepEqual(
    [...written].filter((name) => !there.has(name)).toSorted(),
    [],
    'it is gone: take it out of db/inventory',
  );
});

test('what is kept for a time after an account was closed is kept as long as the schedule says', async () => {
  const { rows } = await sql<{ what: string; days: number }>`
    select what, days from identity.retention_rule`.execute(owner.read);
  const schedule = new Map(rows.map(({ what, days }) => [what, days]));
  const named = Object.values(terms()).flatMap(({ rule, days = 0, also = {} }) => [
    ...(rule === undefined ? [] : [{ rule, days }]),
    ...Object.entries(also).map(([part, span]) => ({ rule: part, days: span })),
  ]);
  assert.deepEqual([...new Set(named.map(({ rule }) => rule))].toSorted(), [...schedule.keys()].toSorted());
  for (const { rule, days } of named) assert.equal(days, schedule.get(rule), rule);
});
