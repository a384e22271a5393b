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

test('a top-up over which two records disagree is listed, and ends by the acquirer’s own record', async () => {
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
    said: `${id} has ended as the acquirer's record says.\n`,
  });
  assert.equal((await done(anna.browser, 'GET', `/api/v1/entries/${id}`))['state'], 'settled');
  assert.match(okpay(`top-up resolve ${id}`, env).said, /is in no conflict/);
  assert.match(okpay('verify').said, / 0 violations/);
});

test('an event that was given up is listed with its reason and tried again', async () => {
  assert.deepEqual(okpay('events parked'), { status: 0, said: 'No event is parked.\n' });
  const port = findPostmaster(join(data, 'postgres'))?.port;
  const { admin } = kept('postgres.secrets.json');
  const client = new pg.Client(`postgres://okpay_admin:${admin}@127.0.0.1:${port}/okpay`);
  await client.connect();
  const query = `update platform.delivery set state = 'parked', attempts = 12, last_error = 'a stone in the way'
    where (outbox_id, subscriber) = (select outbox_id, subscriber from platform.delivery order by 1, 2 limit 1) returning subscriber`;
  const { rows } = await client.query<{ subscriber: string }>(query);
  const parked = okpay('events parked').said;
  assert.ok(parked.includes(`for ${rows[0]?.subscriber}: a stone in the way\n1 parked.`), parked);
  assert.deepEqual(okpay('events retry'), { status: 0, said: '1 events are tried again.\n' });
  await client.end();
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

test('what is no command is told what is', () => {
  const { status, said } = okpay('retreat now');
  assert.equal(status, 2);
  assert.match(said, /top-up resolve ID/);
});
