// A commit whose wait for the standbys was cancelled, on a real server that waits for a standby which never comes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './database-roles.ts';
import { DatabaseUnavailable, openDb, sql } from './db.ts';
import { type Cluster, startEmbedded } from './embedded-postgres.ts';

const dir = fs.mkdtempSync(join(tmpdir(), 'confirming-'));
fs.chmodSync(dir, 0o755);
let cluster: Cluster;

const admin = (...statements: string[]): Promise<void> =>
  withClient(cluster.adminUrl, async (client) => {
    // Its own commits must not wait for the standby that never comes.
    await client.query('set synchronous_commit = local');
    for (const statement of statements) await client.query(statement);
  });

/**
 * Turns waiting for a standby on or off, and returns when the server does so. New connections know the setting at once; whether commits wait
 * is told to them by the checkpointer, which hears of it when it hears of it. So a commit is tried.
 */
async function standbys(names: '' | 'nobody'): Promise<void> {
  await admin(`alter system set synchronous_standby_names = '${names}'`, 'select pg_reload_conf()');
  while ((await commitsWait()) !== (names !== '')) await sleep(10);
}

async function commitsWait(): Promise<boolean> {
  return withClient(cluster.ownerUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    let committed = false;
    const commit = client.query('insert into public.tried default values').then(() => (committed = true));
    const waits = await withClient(cluster.adminUrl, async (other) => {
      while (!committed) {
        const seen = await other.query(
          `select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and wait_event = 'SyncRep'`,
          [rows[0]?.pid],
        );
        if (seen.rows.length > 0) return true;
        await sleep(5);
      }
      return false;
    });
    await commit;
    return waits;
  });
}

/** Cancels or ends whoever waits for the standby, once somebody does. */
async function endTheWait(how: 'pg_cancel_backend' | 'pg_terminate_backend'): Promise<void> {
  for (;;) {
    const ended = await withClient(cluster.adminUrl, async (client) => {
      const { rows } = await client.query(`select ${how}(pid) from pg_stat_activity where wait_event = 'SyncRep'`); // prettier-ignore
      return rows.length;
    });
    if (ended > 0) return;
    await sleep(10);
  }
}

before(async () => {
  cluster = await startEmbedded({ dir });
  await withClient(cluster.ownerUrl, async (owner) => {
    await owner.query('create table public.note (id int primary key)');
    await owner.query('create table public.tried (at timestamptz not null default now())');
    await owner.query('grant select, insert on public.note to okpay_app');
  });
});
after(async () => {
  await cluster.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const isUnknown = (error: unknown): boolean => error instanceof DatabaseUnavailable && error.outcomeUnknown;

for (const [id, how] of [
  [1, 'pg_cancel_backend'],
  [2, 'pg_terminate_backend'],
] as const)
  // prettier-ignore
  test(`a transaction whose wait for the standby is ended by ${how} has an unknown outcome, not success`, async () => {
    const db = openDb(cluster.appUrl, { size: 1 });
    await sql`select 1`.execute(db.read);
    await standbys('nobody');
    const committed = db.transaction((tx) => sql`insert into public.note values (${id})`.execute(tx));
    await Promise.all([assert.rejects(committed, isUnknown), endTheWait(how)]);
    await standbys('');
    const { rows } = await sql`select id from public.note where id = ${id}`.execute(db.read);
    assert.equal(rows.length, 1, 'it was committed on this server');
    await db.close();
  });

test('a single statement that commits by itself counts the same', async () => {
  const db = openDb(cluster.appUrl, { size: 1 });
  await sql`select 1`.execute(db.read);
  await standbys('nobody');
  const committed = sql`insert into public.note values (3)`.execute(db.read);
  await Promise.all([assert.rejects(committed, isUnknown), endTheWait('pg_cancel_backend')]);
  await standbys('');
  await db.close();
});

test('after an unknown outcome nothing is answered before the standbys have everything that is seen', async () => {
  const db = openDb(cluster.appUrl, { size: 1 });
  await sql`select 1`.execute(db.read);
  await standbys('nobody');
  const committed = sql`insert into public.note values (4)`.execute(db.read);
  await Promise.all([assert.rejects(committed, isUnknown), endTheWait('pg_cancel_backend')]);
  let answered = false;
  const asked = sql`select id from public.note where id = 4`.execute(db.read).then(({ rows }) => {
    answered = true;
    return rows.length;
  });
  // The question waits where the first commit waited; ending that wait refuses it.
  await Promise.all([assert.rejects(asked, DatabaseUnavailable), endTheWait('pg_cancel_backend')]);
  assert.equal(answered, false);
  await standbys('');
  const { rows } = await sql`select id from public.note where id = 4`.execute(db.read);
  assert.equal(rows.length, 1);
  await db.close();
});
