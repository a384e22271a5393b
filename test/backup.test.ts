// Backup and restore as an operator does them, beside a ledger that is written to; everything that was confirmed is compared with what came back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#platform/clock';
import { withClient } from '#platform/database-roles';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { createKey } from '#platform/keys';
import { OperatorError } from '#platform/operator-error';
import { accept, backUp, restore } from '../server/wiring/backup-commands.ts';
import { createSigningKey } from '#platform/signing-keys';
import { startProduct, stopProducts } from '#test/product';
import { compare, type Compared } from '../scripts/drill/compare.ts';
import { openWorld, type World } from '../scripts/drill/world.ts';

const root = fs.mkdtempSync(join(tmpdir(), 'backup-'));
fs.chmodSync(root, 0o755);
const at = (name: string): string => join(root, name);
const [data, archive, told, passphrase] = [at('data'), at('archive'), at('told'), at('passphrase')];
let world: World;

const COMMANDS: Record<string, (args: string[], env: Record<string, string>) => Promise<void>> = {
  backup: backUp,
  restore,
  'accept-database': accept,
};

/** A command of the operator's on its own settings, while this process goes on posting. Answers what it says. */
async function done(args: string, env: Record<string, string> = {}): Promise<string> {
  const [name = '', ...rest] = args.split(' ');
  const said: string[] = [];
  const log = mock.method(console, 'log', (line: string) => said.push(line));
  try {
    await COMMANDS[name]?.(rest, { OKPAY_DATA: data, ...env });
  } finally {
    log.mock.restore();
  }
  return said.join('\n');
}
const refused = (args: string, why: RegExp, env: Record<string, string> = {}): Promise<void> =>
  assert.rejects(done(args, env), (error) => error instanceof OperatorError && why.test(error.message));
const keyText = (): string => fs.readFileSync(join(data, 'keys/k-1.key'), 'utf8');
const compared = (restored: string): Promise<Compared> => compare(restored, { told, lostAt: 0 });
const asAdmin = async <Row extends object>(query: string): Promise<Row[]> => {
  const cluster = await startEmbedded({ dir: data, use: 'share' });
  return withClient(cluster.adminUrl, async (client) => (await client.query<Row>(query)).rows);
};

before(async () => {
  fs.mkdirSync(join(data, 'keys'), { recursive: true });
  fs.mkdirSync(join(data, 'documents/2026'), { recursive: true });
  for (const folder of [data, join(data, 'keys')]) fs.chmodSync(folder, 0o755);
  createKey(join(data, 'keys'), 'k-1');
  createSigningKey(join(data, 'keys'), 'k-1', systemClock.now());
  fs.writeFileSync(join(data, 'documents/2026/身份证 1.jpg'), 'a picture');
  fs.writeFileSync(passphrase, 'correct horse battery staple\n');
  world = await openWorld({ data, archive, told, wallets: 20 });
  await world.post(2_000);
});
after(async () => {
  await stopProducts();
  await world.lose();
  fs.rmSync(root, { recursive: true, force: true });
});

test('a backup taken while transfers run restores whole: as it was told, by the laws, with keys and documents', async () => {
  const before_ = world.told();
  const stop = world.keepPosting('gentle');
  const said = await done(`backup ${at('one')}`);
  await stop();
  assert.match(said, /not sealed.*\n.*OKPAY_BACKUP_KEY_FILE/);
  assert.ok(world.told() > before_, 'transfers were confirmed meanwhile');
  assert.match(await done(`restore ${at('one')}`, { OKPAY_DATA: at('first') }), / 0 violations/);
  const { cameBack, missingFromBackup, different } = await compared(at('first'));
  assert.ok(cameBack >= before_, `${cameBack} of at least ${before_} came back`);
  assert.deepEqual({ missingFromBackup, different }, { missingFromBackup: 0, different: 0 });
  const key = join(at('first'), 'keys/k-1.key');
  assert.equal(fs.readFileSync(key, 'utf8'), keyText());
  assert.equal(fs.statSync(key).mode & 0o777, 0o600);
  assert.equal(fs.readFileSync(join(at('first'), 'documents/2026/身份证 1.jpg'), 'utf8'), 'a picture');
});

test('the archive brings back what came after the backup: to its end, or to the moment that is named', async () => {
  await world.post(1_000);
  const until = new Date(Date.now() + 5).toISOString();
  const toldUntil = world.told();
  await sleep(50); // Whatever is posted from here on is later than that moment.
  await world.post(1_000);
  const [wal] = await asAdmin<{ name: string }>(`select pg_walfile_name(pg_current_wal_lsn()) as name`);
  await asAdmin('select pg_switch_wal()');
  for (let name = ''; name < (wal?.name ?? ''); await sleep(50)) {
    const [archived] = await asAdmin<{ name: string | null }>(
      'select last_archived_wal as name from pg_stat_archiver',
    );
    name = archived?.name ?? '';
  }
  await done(`restore ${at('one')} --archive ${archive}`, { OKPAY_DATA: at('end') });
  assert.deepEqual(await compared(at('end')).then(({ cameBack, lost, different }) => ({ cameBack, lost, different })), { cameBack: world.told(), lost: 0, different: 0 }); // prettier-ignore
  await done(`restore ${at('one')} --archive ${archive} --until ${until}`, { OKPAY_DATA: at('moment') });
  assert.deepEqual(await compared(at('moment')).then(({ cameBack, lost, different }) => ({ cameBack, lost, different })), { cameBack: toldUntil, lost: world.told() - toldUntil, different: 0 }); // prettier-ignore
  const [first = ''] = fs.readdirSync(archive);
  fs.renameSync(join(archive, first), at('elsewhere'));
  await refused(`restore ${at('one')} --archive ${archive}`, /is this backup's part of the archive/, { OKPAY_DATA: at('none') }); // prettier-ignore
  fs.renameSync(at('elsewhere'), join(archive, first));
  await refused(`restore ${at('one')} --archive ${archive} --until 2999-01-01T00:00:00Z`, /the archive ends before/, { OKPAY_DATA: at('later') }); // prettier-ignore
});

test('what is restored is accepted on record, and the fence remembers it', async () => {
  const fence = JSON.parse(fs.readFileSync(join(at('end'), 'ledger.fence.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  assert.equal(fence['timeline'], 2, 'a recovered server has a timeline of its own');
  assert.match(
    await done('accept-database the-drill', { OKPAY_DATA: at('end') }),
    /Known as confirmed was transfer (\d+); this database ends at transfer \1\b/,
  );
});

test('the service does not start on a database that is behind, and does after the operator has accepted it', async () => {
  const accepted = JSON.parse(fs.readFileSync(join(at('first'), 'ledger.fence.json'), 'utf8')) as object;
  const further = JSON.parse(fs.readFileSync(join(at('end'), 'ledger.fence.json'), 'utf8')) as {
    newest: object;
  };
  // As if this machine had gone on to where the other one ended, and then got its old disk back.
  fs.writeFileSync(
    join(at('first'), 'ledger.fence.json'),
    JSON.stringify({ ...accepted, newest: further.newest }),
  );
  const start = () => startProduct({ data: at('first'), env: { LOG_LEVEL: 'silent' }, listen: true });
  await assert.rejects(
    start(),
    /This database is refused.*it is behind: transfer \d+ was confirmed to people/s,
  );
  await done('accept-database the-drill', { OKPAY_DATA: at('first') });
  const product = await start();
  assert.equal(await product.stop(), 0);
});

test('nothing is overwritten, and nothing is restored from what is damaged, sealed, half or of another mode', async () => {
  const sealed = { OKPAY_BACKUP_KEY_FILE: passphrase };
  const elsewhere = { OKPAY_DATA: at('new') };
  assert.match(await done(`backup ${at('sealed')}`, sealed), /, sealed\.$/);
  for (const file of fs.readdirSync(at('sealed'), { recursive: true, encoding: 'utf8' }))
    if (fs.statSync(join(at('sealed'), file)).isFile())
      assert.equal(fs.readFileSync(join(at('sealed'), file)).includes(keyText().trim()), false, file);
  await refused(`backup ${at('sealed')}`, /is there already/);
  await refused(`restore ${at('sealed')}`, /is not empty/, sealed);
  await refused(`restore ${at('sealed')}`, /is sealed/, elsewhere);
  await refused(`restore ${at('sealed')}`, /OKPAY_MODE is live/, {
    ...elsewhere,
    ...sealed,
    OKPAY_MODE: 'live',
  });
  await refused(`restore ${at('sealed')} --until 2026-01-01T00:00:00Z`, /needs --archive/, {
    ...elsewhere,
    ...sealed,
  });
  fs.writeFileSync(at('wrong'), 'another passphrase of enough letters');
  await refused(`restore ${at('sealed')}`, /does not open/, {
    ...elsewhere,
    OKPAY_BACKUP_KEY_FILE: at('wrong'),
  });
  fs.rmSync(at('new'), { recursive: true, force: true });
  await refused('backup /tmp/x', /set OKPAY_BACKUP_KEY_FILE/, { OKPAY_MODE: 'live' });

  const cluster = join(at('sealed'), 'cluster.tar.zst');
  const bytes = fs.readFileSync(cluster);
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  fs.writeFileSync(cluster, bytes);
  await refused(`restore ${at('sealed')}`, /cluster\.tar\.zst was changed/, { ...elsewhere, ...sealed });
  fs.truncateSync(cluster, 1_000);
  await refused(`restore ${at('sealed')}`, /has 1000 bytes instead of/, { ...elsewhere, ...sealed });
  fs.appendFileSync(join(at('sealed'), 'manifest.json'), ' ');
  fs.rmSync(join(at('sealed'), 'manifest.json'));
  await refused(`restore ${at('sealed')}`, /is no backup/, { ...elsewhere, ...sealed });
  assert.equal(fs.existsSync(at('new')), false, 'nothing was written');
});

test('by rows it moves from the embedded server to an outside one, and back, with everything that was told', async () => {
  const toldBefore = world.told();
  const stop = world.keepPosting('gentle');
  await done(`backup ${at('rows')} --by-rows`);
  await stop();
  const outside = await outsideServer();
  try {
    const there = { OKPAY_DATA: at('there'), DATABASE_URL: outside.url };
    await refused(`restore ${at('one')}`, /take one with --by-rows/, there);
    assert.match(await done(`restore ${at('rows')}`, there), / 0 violations/);
    await refused(`restore ${at('rows')}`, /has tables already/, { ...there, OKPAY_DATA: at('again') });
    await done(`backup ${at('outside')}`, there);
  } finally {
    await outside.cluster.stop();
  }
  assert.match(await done(`restore ${at('outside')}`, { OKPAY_DATA: at('back') }), / 0 violations/);
  const { cameBack, missingFromBackup, different } = await compared(at('back'));
  assert.ok(cameBack >= toldBefore);
  assert.deepEqual({ missingFromBackup, different }, { missingFromBackup: 0, different: 0 });
});

/** An operator's PostgreSQL: a cluster of ours from which everything of ours was removed, and an empty database in it. */
async function outsideServer(): Promise<{ cluster: Cluster; url: string }> {
  const cluster = await startEmbedded({ dir: at('outside-server'), durable: false });
  await withClient(cluster.adminUrl, async (admin) => {
    for (const statement of [
      'drop database okpay',
      'drop role okpay_app, okpay_jobs, okpay_owner',
      `create role shop login createrole password 'secret-shop'`,
      'create database shop owner shop',
    ])
      await admin.query(statement);
  });
  return { cluster, url: `postgres://shop:secret-shop@127.0.0.1:${cluster.port}/shop` };
}
