// The operator's commands beside the running product, as the runbooks name them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { money } from '#common/money';
import { findPostmaster } from '#platform/postmaster';
import { openBrowser } from '#test/identity';
import { dataFolder, startProduct, stopProducts } from '#test/product';
import { testCards } from '#test/simulators';
import { done, member, topUp } from '#test/whole';

after(stopProducts);
const data = dataFolder();
after(() => fs.rmSync(data, { recursive: true, force: true }));
const settings = { TRUSTED_PROXY: '127.0.0.1', LOG_LEVEL: 'silent' };
let product = await startProduct({ data, env: settings });
const place = { url: product.url, browser: () => openBrowser(product.url) };
const anna = await member(place);

const okpay = (args: string, env: Record<string, string> = {}): { status: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/cli.ts', ...args.split(' ')], {
    env: { PATH: process.env['PATH'], OKPAY_DATA: data, ...env },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

type Kept = { acquirer: number; acquirerKey: string; callbackSecret: string; admin: string };
const kept = (file: string): Kept => JSON.parse(fs.readFileSync(join(data, file), 'utf8')) as Kept;

test('a top-up over which two records disagree is listed, and ends by the provider’s own record', async () => {
  assert.deepEqual(okpay('top-up unknown'), { status: 0, said: 'Every outcome is known.\n' });
  const frame = await done(anna.browser, 'POST', '/api/v1/card-fields', { theme: 'light' });
  const card = await testCards(String(frame['origin']));
  const id = await topUp(anna, money(80_00n, 'CNY'), card('wrong_amount_callback'));
  let listed = okpay('top-up unknown').said;
  for (let look = 0; look < 40 && !listed.includes('conflict'); look += 1) {
    await sleep(250);
    listed = okpay('top-up unknown').said;
  }
  assert.match(
    listed,
    new RegExp(`^${id} conflict since \\S+, due \\S+: 8000 CNY\n1 outcomes are not known`),
  );
  const acquirer = `http://127.0.0.1:${kept('simulators/ports.json').acquirer}`;
  const { acquirerKey, callbackSecret } = kept('simulators/secrets.json');
  const env = {
    CARD_ACQUIRER_URL: acquirer,
    CARD_ACQUIRER_PUBLIC_URL: acquirer,
    CARD_ACQUIRER_KEY: acquirerKey,
    CARD_ACQUIRER_CALLBACK_SECRET: callbackSecret,
  };
  assert.match(okpay('top-up resolve tr_1', env).said, /^name the top-up/);
  assert.deepEqual(okpay(`top-up resolve ${id}`, env), {
    status: 0,
    said: `${id} has ended as the provider's record says.\n`,
  });
  assert.equal((await done(anna.browser, 'GET', `/api/v1/entries/${id}`))['state'], 'settled');
  assert.match(okpay(`top-up resolve ${id}`, env).said, /is in no conflict/);
  assert.match(okpay('verify').said, / 0 violations/);
});

const client = async (): Promise<pg.Client> => {
  const port = findPostmaster(join(data, 'postgres'))?.port;
  const { admin } = kept('postgres.secrets.json');
  const opened = new pg.Client(`postgres://okpay_admin:${admin}@127.0.0.1:${port}/okpay`);
  await opened.connect();
  return opened;
};

test('what the server has sealed is anchored in a file, and verify tells by it what was cut off and what was changed', async () => {
  const anchor = join(data, 'anchor.json');
  let said = okpay('verify').said;
  for (let look = 0; look < 40 && !/ 0 transfers not yet/.test(said); look += 1) {
    await sleep(250);
    said = okpay('verify').said;
  }
  assert.match(
    said,
    /^[1-9]\d* blocks sealed, 0 transfers not yet; no anchor given: .*\n\d+ laws checked, 0 violations\n$/,
  );
  assert.match(okpay(`export anchor ${anchor}`).said, /^Block \d+ is anchored in /);
  assert.match(
    okpay(`verify --anchor ${anchor}`).said,
    /anchored at block \d+\n\d+ laws checked, 0 violations/,
  );
  assert.match(okpay('verify --anchor package.json').said, /package\.json is no anchor/);

  const intruder = await client();
  await intruder.query('set session_replication_role = replica');
  await intruder.query('create schema stolen; create table stolen.block as table ledger.block');
  await intruder.query(
    'update ledger.journal set fingerprint = fingerprint + 1 where seq = (select min(seq) from ledger.journal)',
  );
  const changed = okpay(`verify --anchor ${anchor}`);
  assert.match(
    changed.said,
    /^S3 what was sealed is what stands there: transfer \d+: was changed after block \d+ sealed it/,
  );
  assert.equal(changed.status, 1);
  await intruder.query(
    'update ledger.journal set fingerprint = fingerprint - 1 where seq = (select min(seq) from ledger.journal)',
  );
  await intruder.query('delete from ledger.block where number = (select max(number) from ledger.block)');
  assert.match(okpay(`verify --anchor ${anchor}`).said, /^S4 the chain reaches what was anchored: block/);
  await intruder.query(
    'delete from ledger.block; insert into ledger.block select * from stolen.block; drop schema stolen cascade',
  );
  await intruder.end();
  assert.match(okpay(`verify --anchor ${anchor}`).said, / 0 violations/);
});

test('an event that was given up is listed with its reason and tried again', async () => {
  assert.deepEqual(okpay('events parked'), { status: 0, said: 'No event is parked.\n' });
  const operator = await client();
  const query = `update platform.delivery set state = 'parked', attempts = 12, last_error = 'a stone in the way'
    where (outbox_id, subscriber) = (select outbox_id, subscriber from platform.delivery order by 1, 2 limit 1) returning subscriber`;
  const { rows } = await operator.query<{ subscriber: string }>(query);
  const parked = okpay('events parked').said;
  assert.ok(parked.includes(`for ${rows[0]?.subscriber}: a stone in the way\n1 parked.`), parked);
  assert.deepEqual(okpay('events retry'), { status: 0, said: '1 events are tried again.\n' });
  await operator.end();
  for (let look = 0; look < 40 && !okpay('events parked').said.startsWith('No event'); look += 1)
    await sleep(100);
  assert.equal(okpay('events parked').said, 'No event is parked.\n');
});

test('a new key is used after the next start, and what older keys closed still opens', async () => {
  const before = fs.readdirSync(join(data, 'keys'));
  assert.match(okpay('keys create').said, /^Made k-\S+ in \S+keys\./);
  const made = fs.readdirSync(join(data, 'keys')).filter((name) => !before.includes(name));
  assert.equal(made.length, 2);
  for (const name of made) assert.equal(fs.statSync(join(data, 'keys', name)).mode & 0o777, 0o600, name);
  await product.stop();
  product = await startProduct({ data, env: settings });
  const again = openBrowser(product.url);
  const { email, password } = anna.form;
  assert.equal((await again.call('POST', '/api/v1/sessions', { login: email, password })).status, 201);
  const published = await done(again, 'GET', '/.well-known/okpay-keys.json');
  assert.equal((published['keys'] as unknown[]).length, 2);
});

test('a signing key is revoked with its reason, which everybody reads after the next start; the last good one is not', async () => {
  const [old = '', young = ''] = fs
    .readdirSync(join(data, 'keys'))
    .filter((name) => name.endsWith('.signing.json'))
    .map((name) => name.slice(0, -'.signing.json'.length))
    .sort();
  assert.match(okpay(`keys revoke ${old}`).said, /^usage: /);
  assert.match(okpay(`keys revoke ${old} --reason stolen`).said, new RegExp(`^${old} is revoked\\. Restart`));
  assert.match(okpay(`keys revoke ${young} --reason stolen`).said, /is the only key that signs/);
  await product.stop();
  product = await startProduct({ data, env: settings });
  const published = await done(openBrowser(product.url), 'GET', '/.well-known/okpay-keys.json');
  const keys = published['keys'] as { id: string; revocationReason: string | null }[];
  assert.deepEqual(
    keys.map(({ id, revocationReason }) => [id, revocationReason]),
    [
      [old, 'stolen'],
      [young, null],
    ],
  );
});

test('what is no command is told what is', () => {
  const { status, said } = okpay('retreat now');
  assert.equal(status, 2);
  assert.match(said, /top-up resolve ID/);
});
