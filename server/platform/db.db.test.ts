import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDb } from '#test/db';
import { Temporal } from './clock.ts';
import { DatabaseUnavailable, openDb, sql } from './db.ts';

test('values arrive as the house writes them: bigint, Instant, PlainDate', async () => {
  const { db } = await freshDb();
  const { rows } = await sql<{
    n: bigint;
    at: Temporal.Instant;
    day: Temporal.PlainDate;
    many: (bigint | null)[];
  }>`
    select 9007199254740993::bigint as n, ${'2026-11-22T09:00:00.000001Z'}::timestamptz as at, date '2026-02-28' as day, array[1, null]::bigint[] as many`.execute(
    db.read,
  );
  assert.equal(rows[0]?.n, 9007199254740993n);
  assert.equal(rows[0].at.toString(), '2026-11-22T09:00:00.000001Z');
  assert.ok(rows[0].at instanceof Temporal.Instant);
  assert.equal(rows[0].day.toString(), '2026-02-28');
  assert.deepEqual(rows[0].many, [1n, null]);
});

test('a deadlock is run again and both sides succeed', async () => {
  const { db, owner } = await freshDb();
  await sql`create schema w`.execute(owner.read);
  await sql`create table w.counter (id int primary key, n int not null)`.execute(owner.read);
  await sql`grant usage on schema w to okpay_app`.execute(owner.read);
  await sql`grant select, update on w.counter to okpay_app`.execute(owner.read);
  await sql`insert into w.counter values (1, 0), (2, 0)`.execute(owner.read);
  const both = (first: number, second: number) =>
    db.transaction(async (tx) => {
      for (const id of [first, second]) {
        await sql`update w.counter set n = n + 1 where id = ${id}`.execute(tx);
        await sql`select pg_sleep(0.05)`.execute(tx);
      }
    });
  await Promise.all([both(1, 2), both(2, 1)]);
  const { rows } = await sql<{ n: number }>`select n from w.counter`.execute(db.read);
  assert.deepEqual(
    rows.map(({ n }) => n),
    [2, 2],
  );
});

test('a conflict that never passes is told after a bounded number of attempts', async () => {
  const { db } = await freshDb();
  let runs = 0;
  await assert.rejects(
    db.transaction(async (tx) => {
      runs += 1;
      await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(tx);
    }),
    /again/,
  );
  assert.equal(runs, 8);
});

test('any other failure is told at once and leaves nothing behind', async () => {
  const { db } = await freshDb();
  let runs = 0;
  await assert.rejects(
    db.transaction(async () => {
      runs += 1;
      throw new Error('no');
    }),
    /^Error: no$/,
  );
  assert.equal(runs, 1);
});

test('a server that is not there is DatabaseUnavailable, not a crash', async () => {
  const db = openDb('postgres://nobody:x@127.0.0.1:1/none');
  await assert.rejects(sql`select 1`.execute(db.read), DatabaseUnavailable);
  await assert.rejects(
    db.transaction((tx) => sql`select 1`.execute(tx)),
    DatabaseUnavailable,
  );
  await db.close();
});

test('a connection that is ended in the middle is DatabaseUnavailable, and the next one works', async () => {
  const { db, urls } = await freshDb();
  const admin = openDb(urls.adminUrl, { size: 1 });
  await assert.rejects(
    db.transaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(admin.read);
      await sql`select 1`.execute(tx);
    }),
    (error) => error instanceof DatabaseUnavailable && !error.outcomeUnknown,
  );
  await sql`select 1`.execute(db.read);
  await admin.close();
});

test('the runtime role may create nothing', async () => {
  const { db } = await freshDb();
  for (const attempt of [
    sql`create table public.x (n int)`,
    sql`create temporary table x (n int)`,
    sql`create schema x`,
    sql`create role x`,
  ]) {
    await assert.rejects(attempt.execute(db.read), /permission denied/);
  }
});

test('a connection plans a statement once, however often it is asked; through a pooler it remembers none', async () => {
  const { urls } = await freshDb();
  for (const prepare of [true, false]) {
    const one = openDb(urls.appUrl, { size: 1, prepare });
    for (let asked = 0; asked < 3; asked += 1) await sql`select ${asked}::int as n`.execute(one.read);
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
      one.read,
    );
    assert.deepEqual(
      rows.map(({ statement }) => statement),
      prepare ? ['select $1::int as n'] : [],
    );
    await one.close();
  }
});

test('a column that a migration gives another type breaks no transaction that remembers the old one', async () => {
  const { owner, urls } = await freshDb();
  await sql`create schema w`.execute(owner.read);
  await sql`create table w.thing (id int primary key, size int not null)`.execute(owner.read);
  await sql`grant usage on schema w to okpay_app`.execute(owner.read);
  await sql`grant select on w.thing to okpay_app`.execute(owner.read);
  await sql`insert into w.thing values (1, 7)`.execute(owner.read);
  const one = openDb(urls.appUrl, { size: 1 });
  const size = () =>
    one.transaction(async (tx) => {
      const { rows } = await sql<{ size: unknown }>`select size from w.thing where id = ${1}`.execute(tx);
      return rows[0]?.size;
    });
  assert.equal(await size(), 7);
  await sql`alter table w.thing alter column size type bigint`.execute(owner.read);
  assert.equal(await size(), 7n);
  await one.close();
});
