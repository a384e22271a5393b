import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { refuseUnsafe } from './database-checks.ts';
import { withClient } from './database-roles.ts';
import { startEmbedded } from './embedded-postgres.ts';
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.ts';

const root = fs.mkdtempSync(join(tmpdir(), 'embedded-'));
fs.chmodSync(root, 0o755);
/** One folder for all tests: each begins with its server stopped, and leaves it so, whatever happens. */
const dir = join(root, 'data');
afterEach(async () => {
  const left = findPostmaster(join(dir, 'postgres'));
  if (left) await stopPostmaster(left.pid, { durable: true });
  fs.rmSync(join(dir, 'postgres.keeper'), { force: true });
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

/** A process that starts the cluster of a folder and then does nothing until it is killed. */
async function parentOfCluster(): Promise<{ parent: ChildProcess; pid: number }> {
  const code = `const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))});
    const cluster = await startEmbedded({ dir: ${JSON.stringify(dir)} });
    console.log(cluster.pid); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((found, failed) => {
    parent.stdout.once('data', (line: Buffer) => found(Number(line.toString())));
    parent.once('exit', () => failed(new Error('the parent ended before PostgreSQL ran')));
  });
  return { parent, pid };
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}

const ask = (url: string, query: string): Promise<unknown> =>
  withClient(
    url,
    async (client) => Object.values((await client.query<Record<string, unknown>>(query)).rows[0] ?? {})[0],
  );

test('a kill -9 of the parent leaves the server running, and the next start adopts it with its data', async () => {
  const { parent, pid } = await parentOfCluster();
  await killed(parent);
  assert.ok(isAlive(pid), 'PostgreSQL lives on');
  const cluster = await startEmbedded({ dir });
  assert.equal(cluster.pid, pid);
  assert.ok(cluster.adopted);
  assert.equal(await ask(cluster.appUrl, 'select 1 as one'), 1);
  await cluster.stop();
  assert.ok(!isAlive(pid), 'the adopter ends it');
});

test('a kill -9 of PostgreSQL itself: the next start, a moment later, recovers what was committed', async () => {
  const first = await startEmbedded({ dir });
  await ask(first.ownerUrl, 'create table kept as select 42 as answer');
  process.kill(first.pid, 'SIGKILL');
  await first.stop();
  const second = await startEmbedded({ dir });
  assert.equal(await ask(second.ownerUrl, 'select answer from kept'), 42);
  await second.stop();
});

test('the server is safe for money: durable, with checksums, sorting by code point, bounded recovery', async () => {
  const cluster = await startEmbedded({ dir });
  await refuseUnsafe(cluster.appUrl);
  const settings: Record<string, string> = {
    max_wal_size: '1GB',
    checkpoint_timeout: '5min',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
  for (const [name, value] of Object.entries(settings))
    assert.equal(await ask(cluster.adminUrl, `select current_setting('${name}')`), value, name);
  assert.equal(
    await ask(
      cluster.appUrl,
      `select datlocprovider::text || ' ' || datcollate || ' ' || datlocale from pg_database where datname = current_database()`,
    ),
    'b C.UTF-8 C.UTF-8',
  );
  await cluster.stop();
});

test('nobody gets in without a password, and the secrets are readable by their owner only', async () => {
  const cluster = await startEmbedded({ dir });
  for (const url of [cluster.adminUrl, cluster.appUrl]) {
    const without = new URL(url);
    without.password = '';
    await assert.rejects(ask(without.href, 'select 1'), /password/);
    without.password = 'guessed';
    await assert.rejects(ask(without.href, 'select 1'), /password authentication failed/);
  }
  assert.equal(
    await ask(
      cluster.adminUrl,
      `select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256'`,
    ),
    0,
  );
  assert.equal(fs.statSync(join(dir, 'postgres.secrets.json')).mode & 0o777, 0o600);
  assert.equal(fs.statSync(join(dir, 'postgres')).mode & 0o777, 0o700);
  await cluster.stop();
});

test('a second process is refused the folder, but may use the running server and leaves it running', async () => {
  const { parent, pid } = await parentOfCluster();
  await assert.rejects(startEmbedded({ dir }), /is in use by process \d+/);
  const guest = await startEmbedded({ dir, use: 'share' });
  assert.equal(guest.pid, pid);
  await guest.stop();
  assert.ok(isAlive(pid), 'a guest ends nothing');
  await killed(parent);
  const cluster = await startEmbedded({ dir });
  await cluster.stop();
});

test('a stranger with the process id of a dead server is not taken for it', async () => {
  const first = await startEmbedded({ dir });
  const data = join(dir, 'postgres');
  const pidFile = fs.readFileSync(join(data, 'postmaster.pid'), 'utf8');
  await first.stop();
  const stranger = spawn(
    'sleep',
    ['60'],
    first.pid && process.getuid?.() === 0 ? { uid: fs.statSync(data).uid } : {},
  );
  fs.writeFileSync(join(data, 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)));
  assert.equal(findPostmaster(data), undefined);
  const second = await startEmbedded({ dir });
  assert.ok(!second.adopted);
  await second.stop();
  assert.ok(stranger.pid && isAlive(stranger.pid), 'and it is not killed');
  await killed(stranger);
});

test('data without its secrets is not opened, and not overwritten', async () => {
  fs.renameSync(join(dir, 'postgres.secrets.json'), join(dir, 'aside'));
  await assert.rejects(startEmbedded({ dir }), /secrets.json is missing.*backup/);
  fs.renameSync(join(dir, 'aside'), join(dir, 'postgres.secrets.json'));
  const cluster = await startEmbedded({ dir });
  assert.equal(await ask(cluster.ownerUrl, 'select answer from kept'), 42);
  await cluster.stop();
});
