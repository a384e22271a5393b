import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDb } from '#test/db';
import { sql } from './db.ts';
import { migrate, migrationsIn, refuseUnmigrated } from './migrate.ts';

const SHIPPED = join(import.meta.dirname, '../../db/migrations');

/** The shipped migrations, which the template has seen, and further ones. */
function folderWith(further: Record<string, string>): string {
  const dir = fs.mkdtempSync(join(tmpdir(), 'migrations-'));
  fs.cpSync(SHIPPED, dir, { recursive: true });
  for (const [name, text] of Object.entries(further)) fs.writeFileSync(join(dir, name), text);
  return dir;
}

test('a database of one mode is refused in the other', async () => {
  const { urls } = await freshDb();
  await assert.rejects(
    migrate({ ...urls, mode: 'live' }),
    /made in sandbox mode and is never used in live mode: set OKPAY_MODE=sandbox/,
  );
  await assert.rejects(refuseUnmigrated({ appUrl: urls.appUrl, mode: 'live' }), /made in sandbox mode/);
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox' }), []);
});

test('new files are applied in order, once, and recorded', async () => {
  const { urls, owner } = await freshDb();
  const dir = folderWith({
    '9001_a.sql': 'create table public.a (n int);',
    '9002_b.sql': 'insert into public.a values (1);',
  });
  await assert.rejects(
    refuseUnmigrated({ appUrl: urls.appUrl, mode: 'sandbox', dir }),
    /lacks 9001_a.sql, 9002_b.sql/,
  );
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox', dir }), ['9001_a.sql', '9002_b.sql']);
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox', dir }), []);
  await refuseUnmigrated({ appUrl: urls.appUrl, mode: 'sandbox', dir });
  const { rows } = await sql<{ n: number }>`select n from public.a`.execute(owner.read);
  assert.equal(rows.length, 1);
});

test('two processes that migrate at once apply each file once', async () => {
  const { urls, owner } = await freshDb();
  const dir = folderWith({
    '9001_a.sql': 'create table public.a (n int); select pg_sleep(0.2); insert into public.a values (1);',
  });
  const both = await Promise.all([
    migrate({ ...urls, mode: 'sandbox', dir }),
    migrate({ ...urls, mode: 'sandbox', dir }),
  ]);
  assert.deepEqual(both.flat(), ['9001_a.sql']);
  const { rows } = await sql`select from public.a`.execute(owner.read);
  assert.equal(rows.length, 1);
});

test('a file that fails half way leaves nothing, is named, and can be put right', async () => {
  const { urls } = await freshDb();
  const dir = folderWith({ '9001_a.sql': 'create table public.a (n int); insert into public.b values (1);' });
  await assert.rejects(
    migrate({ ...urls, mode: 'sandbox', dir }),
    /migration 9001_a.sql: relation "public.b" does not exist/,
  );
  fs.writeFileSync(join(dir, '9001_a.sql'), 'create table public.a (n int);');
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox', dir }), ['9001_a.sql']);
});

test('a file that was changed after it was applied is refused by name', async () => {
  const { urls } = await freshDb();
  const dir = folderWith({});
  const first = migrationsIn(dir)[0]?.name ?? '';
  fs.appendFileSync(join(dir, first), '\n-- an afterthought');
  await assert.rejects(
    migrate({ ...urls, mode: 'sandbox', dir }),
    new RegExp(`${first}: changed after this database had applied it`),
  );
});

test('a file that waits for a table in use lets the others go on, and succeeds when the table is free', async () => {
  const { urls, owner } = await freshDb();
  await sql`create table public.busy (n int)`.execute(owner.read);
  const dir = folderWith({ '9001_a.sql': 'alter table public.busy add column m int;' });
  let migration: Promise<string[]> | undefined;
  await owner.transaction(async (tx) => {
    await sql`lock table public.busy in access share mode`.execute(tx);
    migration = migrate({ ...urls, mode: 'sandbox', dir });
    await sql`select pg_sleep(3.2)`.execute(tx); // Longer than the migration waits at once.
  });
  assert.deepEqual(await migration, ['9001_a.sql']);
});

test('a table that is written without a pause gets a column, a check and an index meanwhile, and no request fails', async () => {
  const { urls, owner, db } = await freshDb();
  const dir = folderWith({
    '9001_a.sql': `create table public.busy (id bigint generated always as identity primary key, n int not null);
                   grant select, insert, update on public.busy to okpay_app;`,
  });
  await migrate({ ...urls, mode: 'sandbox', dir });
  fs.writeFileSync(
    join(dir, '9002_b.sql'),
    `alter table public.busy add column m int not null default 7, add constraint busy_m check (m > 0) not valid;
     create index busy_by_m on public.busy (m);`,
  );
  const work = { written: 0, isOver: false };
  const write = async (): Promise<void> => {
    while (!work.isOver) {
      await db.transaction(async (tx) => {
        await sql`insert into public.busy (n) values (1)`.execute(tx);
        await sql`update public.busy set n = n + 1 where id = (select max(id) from public.busy)`.execute(tx);
      });
      work.written += 1;
    }
  };
  const writers = Array.from({ length: 6 }, write);
  const more = async (): Promise<void> => {
    const wanted = work.written + 100;
    while (work.written < wanted) await Promise.race([...writers, new Promise((go) => setTimeout(go, 20))]);
  };
  await more();
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox', dir }), ['9002_b.sql']);
  await more();
  work.isOver = true;
  await Promise.all(writers);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from public.busy where m = 7`.execute(owner.read);
  assert.equal(rows[0]?.count, work.written, 'each was written once');
});
