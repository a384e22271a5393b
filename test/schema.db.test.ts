import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDb } from '#test/db';
import { withClient } from '#platform/database-roles';
import { schemaOf } from '../tools/introspect-schema.ts';

const kept = fs.readFileSync(join(import.meta.dirname, '../db/schema.sql'), 'utf8');

test('db/schema.sql is what the migrations make: run `npm run schema` after a new one', async () => {
  const { urls } = await freshDb();
  const found = await withClient(urls.ownerUrl, schemaOf);
  assert.ok(found.split('\n').length > 100, 'the introspection saw a schema');
  assert.equal(found, kept);
});

test('a drift is seen: a table, a right, a function', async () => {
  const { urls } = await freshDb();
  const before = await withClient(urls.ownerUrl, schemaOf);
  for (const drift of [
    'create table platform.drift (n int)',
    'grant delete on public.platform_migration to okpay_app',
    'create function platform.drift() returns int language sql as $$ select 1 $$',
  ]) {
    await withClient(urls.ownerUrl, async (owner) => {
      await owner.query('begin');
      await owner.query(drift);
      assert.notEqual(await schemaOf(owner), before, drift);
      await owner.query('rollback');
    });
  }
});

test('nothing that people run is open to everybody: no right of PUBLIC on tables, schemas or functions that act for their owner', async () => {
  const { urls } = await freshDb();
  const { rows } = await withClient(urls.ownerUrl, (owner) =>
    owner.query<{ open: string }>(`
      select 'function ' || p.oid::regprocedure as open from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname !~ '^(pg_|information_schema)' and has_function_privilege('public', p.oid, 'execute')
      union all
      select 'table ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
        where a.grantee = 0 and n.nspname !~ '^(pg_|information_schema)'
      union all
      select 'schema ' || n.nspname from pg_namespace n, aclexplode(n.nspacl) a where a.grantee = 0 and n.nspname !~ '^(pg_|information_schema|public$)'`),
  );
  assert.deepEqual(rows, []);
});
