import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDb } from '#test/db';
import { refuseUnsafe } from './database-checks.ts';
import { sql } from './db.ts';

test("the ledger's transfers can be neither changed nor removed by the application", async () => {
  const { db } = await freshDb();
  for (const attempt of [
    sql`update ledger.journal set amount_minor = 1`,
    sql`delete from ledger.journal`,
    sql`truncate ledger.journal`,
    sql`drop table ledger.journal`,
    sql`alter table ledger.journal disable trigger all`,
    sql`update ledger.transfer set amount_minor = 1`,
    sql`delete from ledger.transfer`,
    sql`drop view ledger.transfer`,
  ]) {
    await assert.rejects(attempt.execute(db.read), /permission denied|must be owner/);
  }
});

test('the application owns nothing, empties nothing, and becomes nobody else', async () => {
  const { db } = await freshDb();
  const { rows } = await sql<{ what: string }>`
    select c.oid::regclass || ' is owned' as what from pg_class c where pg_has_role(current_user, c.relowner, 'MEMBER')
    union all
    select c.oid::regclass || ' may be truncated' from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^(pg_|information_schema)' and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'truncate')
    union all
    select rolname || ' may be taken on' from pg_roles where rolname <> current_user and pg_has_role(current_user, oid, 'MEMBER')`.execute(
    db.read,
  );
  assert.deepEqual(rows, []);
});

test('a forgetful server and an overpowered user are refused by name', async () => {
  const { urls } = await freshDb();
  await assert.rejects(refuseUnsafe(urls.appUrl), (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /fsync is off: it must be on/);
    assert.doesNotMatch(error.message, /application's user/, 'okpay_app itself is as it should be');
    return true;
  });
  await assert.rejects(refuseUnsafe(urls.ownerUrl), /as okpay_owner, update rows of ledger\.journal/);
  await assert.rejects(refuseUnsafe(urls.adminUrl), /as okpay_admin, do everything/);
});
