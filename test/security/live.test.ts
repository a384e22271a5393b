// Live mode as an operator starts it: the own PostgreSQL with two users, the own certificate, no simulators. It speaks https and nothing
// else, has no sandbox, and holds no rights of an owner. (SES-02, SES-09, KEY-04, OPS-10)
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { withClient } from '#platform/database-roles';
import { startEmbedded } from '#platform/embedded-postgres';
import { ownCertificate } from '#test/certificate';
import { form } from '#test/identity';
import { dataFolder, startProduct, stopProducts } from '#test/product';

const data = dataFolder();
const cluster = await startEmbedded({ dir: join(data, 'cluster') });
after(async () => {
  await stopProducts();
  await cluster.stop();
  fs.rmSync(data, { recursive: true, force: true });
});
await withClient(cluster.adminUrl, async (admin) => {
  for (const statement of [
    'drop database okpay',
    'drop owned by okpay_app, okpay_jobs, okpay_owner',
    'drop role okpay_app, okpay_jobs, okpay_owner',
    `create role wallet_owner login createrole password 'secret-owner'`,
    `create role wallet_web login password 'secret-web'`,
    'create database wallet owner wallet_owner',
  ])
    await admin.query(statement);
});
const at = (user: string): string =>
  `postgres://wallet_${user}:secret-${user}@127.0.0.1:${cluster.port}/wallet`;

const { certFile, keyFile, cert } = ownCertificate(data);
const okpay = (args: string, env: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/cli.ts', ...args.split(' ')], {
    env: { PATH: process.env['PATH'], OKPAY_DATA: data, ...env },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
};
const database = { OKPAY_MODE: 'live', DATABASE_URL: at('web') };
const migrated = okpay('migrate', { ...database, DATABASE_OWNER_URL: at('owner') });
okpay('keys create', database);

/** Nobody listens there: what would be sent waits, as it does when a provider is away. */
const NOWHERE = 'http://127.0.0.1:9';
const product = await startProduct({
  data,
  listen: true,
  ca: cert,
  env: {
    ...database,
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
    PUBLIC_URL: 'https://localhost',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'Wallet <no-reply@wallet.example>',
    SMS_GATEWAY_URL: NOWHERE,
    SMS_GATEWAY_KEY: 'gateway-key-of-the-operator',
    CARD_ACQUIRER_URL: NOWHERE,
    CARD_ACQUIRER_PUBLIC_URL: 'https://acquirer.example',
    CARD_ACQUIRER_KEY: 'acquirer-key-of-the-operator',
    CARD_ACQUIRER_CALLBACK_SECRET: 'callback-secret-of-the-operator-0123456789',
    OPERATOR_NAME: 'Wallet Ltd',
    SUPPORT_EMAIL: 'help@wallet.example',
  },
});
const port = Number(new URL(product.url).port);

type Told = { status: number; headers: IncomingHttpHeaders; text: string };
function ask(
  path: string,
  {
    method = 'GET',
    body,
    headers = {},
  }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Told> {
  return new Promise((answered, failed) => {
    const options = { port, host: '127.0.0.1', servername: 'localhost', ca: cert, path, method, headers: { host: 'localhost', ...(body ? { 'content-type': 'application/json' } : {}), ...headers } }; // prettier-ignore
    const request = https.request(options, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('end', () => answered({ status: answer.statusCode ?? 0, headers: answer.headers, text })); // prettier-ignore
    });
    request.on('error', failed);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('the owner’s command has made the tables, and the server started without the owner', () => {
  assert.match(migrated, /^Applied 0001_platform/);
  assert.match(product.said(), /OKPay live is ready after .*: https:\/\/localhost/);
});

test('it speaks https by the operator’s certificate, in a version that is not old', async () => {
  const version = await new Promise((known, failed) => {
    const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca: cert }, () => {
      known(socket.authorized && socket.getProtocol());
      socket.end();
    });
    socket.on('error', failed);
  });
  assert.match(String(version), /^TLSv1\.[23]$/);
  const old = await new Promise((known) => {
    const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca: cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, () => known('let in')); // prettier-ignore
    socket.on('error', ({ code }: NodeJS.ErrnoException) => known(String(code)));
  });
  assert.match(String(old), /PROTOCOL|VERSION|ALERT|ECONNRESET/);
});

test('plain http gets nothing', async () => {
  const answer = await new Promise<string>((answered) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n'),
    );
    socket.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => answered(said));
  });
  assert.doesNotMatch(answer, /"status"|HTTP\/1\.1 [23]/);
});

test('browsers are told to stay on https, and cookies are bound to this host', async () => {
  const { status, headers } = await ask('/');
  assert.equal(status, 200);
  assert.match(String(headers['strict-transport-security']), /max-age=\d{8,}; includeSubDomains/);
  const person = form();
  const origin = { origin: 'https://localhost' };
  const registered = await ask('/api/v1/registrations', { method: 'POST', body: person, headers: origin });
  assert.equal(registered.status, 201, registered.text);
  const login = { login: person.email, password: person.password };
  const signedIn = await ask('/api/v1/sessions', { method: 'POST', body: login, headers: origin });
  assert.equal(signedIn.status, 201, signedIn.text);
  const cookies = signedIn.headers['set-cookie'] ?? [];
  assert.ok(cookies.some((line) => line.startsWith('__Host-okpay=')));
  for (const line of cookies) assert.match(line, /^__Host-.*; HttpOnly; Secure; SameSite=Lax$/);
  const foreign = await ask('/api/v1/sessions', {
    method: 'POST',
    body: login,
    headers: { origin: 'http://localhost' },
  });
  assert.equal(foreign.status, 403, 'the same host over http is another origin');
});

test('nothing of a sandbox is there: no desk, no mails, no clock, no demo people, no banner', async () => {
  for (const path of [
    '/sandbox',
    '/sandbox/api/messages',
    '/sandbox/api/clock',
    '/sandbox/api/people',
    '/sandbox/api/rails/card/charges',
    '/sandbox/api/rails/card/test-cards',
  ])
    // prettier-ignore
    assert.equal((await ask(path)).status, 404, path);
  const moved = await ask('/sandbox/api/clock', { method: 'POST', body: { advanceSeconds: 3600 }, headers: { origin: 'https://localhost' } }); // prettier-ignore
  assert.equal(moved.status, 404);
  assert.doesNotMatch((await ask('/')).text, /sandbox/i);
});

test('secrets of the settings are in no line that it wrote, and in no figure', async () => {
  const metrics = await ask('/metrics');
  assert.equal(metrics.status, 200, 'this machine may ask');
  for (const secret of ['secret-web', 'secret-owner', 'gateway-key', 'acquirer-key', 'callback-secret'])
    for (const [where, said] of Object.entries({ log: product.said(), metrics: metrics.text }))
      assert.ok(!said.includes(secret), `${where} holds ${secret}`);
});
