import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { refuseUnsafe } from './database-checks.ts';
import { withClient } from './database-roles.ts';
import { openDatabase } from './database.ts';
import { openDb, sql } from './db.ts';
import { type Cluster, startEmbedded } from './embedded-postgres.ts';
import { connectExternal } from './external-postgres.ts';

// An operator's PostgreSQL: a cluster of ours from which everything of ours was removed.
const dir = fs.mkdtempSync(join(tmpdir(), 'external-'));
fs.chmodSync(dir, 0o755);
let cluster: Cluster;

const at = (user: string, database: string): string =>
  `postgres://${user}:secret-${user}@127.0.0.1:${cluster.port}/${database}`;
const admin = (...statements: string[]): Promise<void> =>
  withClient(cluster.adminUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
const dropOurs = (): Promise<void> =>
  admin(
    'drop database if exists shop',
    ...['okpay_app', 'okpay_jobs'].flatMap((role) => [`drop role if exists ${role}`]),
  );

before(async () => {
  cluster = await startEmbedded({ dir, durable: false });
  await admin(
    'drop database okpay',
    'drop owned by okpay_app, okpay_jobs, okpay_owner',
    'drop role okpay_app, okpay_jobs, okpay_owner',
  );
  await admin(
    `create role shop login createrole password 'secret-shop'`,
    `create role web login password 'secret-web'`,
  );
});
after(async () => {
  await cluster.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const settings = (more: { databaseUrl: string; databaseOwnerUrl?: string; mode?: 'sandbox' | 'live' }) => ({
  mode: 'sandbox' as const,
  data: dir,
  databaseOwnerUrl: undefined,
  databaseDirectUrl: undefined,
  ...more,
});

test('a sandbox with DATABASE_URL only: the owner makes the roles, and the application runs in okpay_app', async () => {
  await dropOurs();
  await admin('create database shop owner shop');
  const database = await openDatabase(settings({ databaseUrl: at('shop', 'shop') }));
  assert.ok(database.migrated.length > 0);
  const db = openDb(database.appUrl);
  const { rows } = await sql<{
    role: string;
    patience: string;
  }>`select current_user as role, current_setting('statement_timeout') as patience`.execute(db.read);
  assert.deepEqual(rows[0], { role: 'okpay_app', patience: '15s' });
  await assert.rejects(sql`create table public.x (n int)`.execute(db.read), /permission denied/);
  await sql`select graphile_worker.add_job('x')`.execute(db.read);
  await db.close();
  const again = await openDatabase(settings({ databaseUrl: at('shop', 'shop') }));
  assert.deepEqual(again.migrated, []);
});

test('two users: the owner migrates, the application can only take on its roles', async () => {
  await dropOurs();
  await admin('create database shop owner shop');
  const both = { databaseUrl: at('web', 'shop'), databaseOwnerUrl: at('shop', 'shop') };
  await assert.rejects(
    connectExternal({ databaseUrl: both.databaseUrl, ownerUrl: undefined, directUrl: undefined }),
    /may not take on the role okpay_app.*DATABASE_OWNER_URL/,
  );
  const { appUrl, jobsUrl } = await openDatabase(settings(both));
  assert.deepEqual(
    await withClient(jobsUrl, async (client) => (await client.query('select current_user as role')).rows),
    [{ role: 'okpay_jobs' }],
  );
  await openDatabase(settings({ databaseUrl: both.databaseUrl, databaseOwnerUrl: at('shop', 'shop') }));
  const without = await connectExternal({
    databaseUrl: both.databaseUrl,
    ownerUrl: undefined,
    directUrl: undefined,
  });
  assert.equal(without.ownerUrl, undefined);
  // The only thing wrong with this cluster is that it forgets: it is a test's.
  await assert.rejects(
    refuseUnsafe(appUrl),
    (error) =>
      error instanceof Error &&
      /fsync is off/.test(error.message) &&
      !/application's user/.test(error.message),
  );
});

test('live refuses an application that could make tables or make itself an owner', async () => {
  await dropOurs();
  await admin('create database shop owner shop');
  await openDatabase(settings({ databaseUrl: at('shop', 'shop') }));
  const { appUrl } = await connectExternal({
    databaseUrl: at('shop', 'shop'),
    ownerUrl: undefined,
    directUrl: undefined,
  });
  await assert.rejects(refuseUnsafe(appUrl), /may, as shop, make roles\n[^]*may, as shop, make schemas/);
  await admin(
    'grant shop to web with inherit false',
    'grant okpay_app, okpay_jobs to web with inherit false, set true',
  );
  const web = await connectExternal({
    databaseUrl: at('web', 'shop'),
    ownerUrl: undefined,
    directUrl: undefined,
  });
  await assert.rejects(refuseUnsafe(web.appUrl), /may, as shop, make roles/);
  await admin('revoke shop from web');
});

test('a wrong password is told with the name of the setting, not with the password', async () => {
  const wrong = at('web', 'shop').replace('secret-web', 'guessed-word');
  await assert.rejects(
    connectExternal({ databaseUrl: wrong, ownerUrl: undefined, directUrl: undefined }),
    (error) =>
      error instanceof Error &&
      /database of DATABASE_URL/.test(error.message) &&
      !error.message.includes('guessed-word'),
  );
});
