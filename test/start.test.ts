// `npm start` as the operator lives with it: a fresh folder, a restart, a second start by mistake, a crash.
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster, isAlive } from '#platform/postmaster';

const ROOT = join(import.meta.dirname, '..');
const data = fs.mkdtempSync(join(tmpdir(), 'start-'));
fs.chmodSync(data, 0o755);
const started = new Set<ChildProcess>();
after(() => {
  for (const child of started) child.kill('SIGKILL');
  const left = findPostmaster(join(data, 'postgres'));
  if (left) process.kill(left.pid, 'SIGQUIT');
});

type Product = { child: ChildProcess; url: string; said: () => string; ended: Promise<number | null> };

/** Starts the product; resolves when it says where it is, or when it ended. */
async function start(env: Record<string, string> = {}): Promise<Product> {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      PORT: '0',
      OKPAY_DATA: data,
      LOG_LEVEL: 'error',
      ...env,
    },
  });
  started.add(child);
  let said = '';
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const ready = new Promise<void>((done) => {
    const hear = (bytes: Buffer) => {
      said += bytes;
      if (/ is ready after /.test(said)) done();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  await Promise.race([ready, ended]);
  return { child, url: /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '', said: () => said, ended };
}

/** Processes that this one has started, by what they run. */
function childrenOf({ child }: Product): { pid: number; command: string }[] {
  const pids = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.flatMap((pid) => {
    try {
      const parent = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return Number(parent) === child.pid ? [{ pid, command }] : [];
    } catch {
      return []; // It ended while we looked.
    }
  });
}

test('the first start brings everything, and SIGTERM ends all of it', async () => {
  const product = await start();
  assert.ok(product.url, product.said());
  assert.equal((await fetch(`${product.url}/health/ready`)).status, 200);
  const children = childrenOf(product);
  for (const part of ['postgres', 'simulators/acquirer', 'simulators/mail', 'simulators/sms'])
    assert.ok(
      children.some(({ command }) => command.includes(part)),
      `${part} runs`,
    );
  product.child.kill('SIGTERM');
  assert.equal(await product.ended, 0);
  for (const { pid, command } of children) assert.ok(!isAlive(pid), `${command} ended`);
});

test('secrets are readable by their owner only', () => {
  for (const file of ['postgres.secrets.json', 'simulators/secrets.json'])
    assert.equal(fs.statSync(join(data, file)).mode & 0o777, 0o600, file);
});

test('a second start on the same folder is refused in one sentence and disturbs nothing; live is refused too', async () => {
  const first = await start();
  const second = await start();
  assert.equal(await second.ended, 1);
  assert.match(
    second.said(),
    /^the data folder \S+ is in use by process \d+: stop it first, or set OKPAY_DATA to another folder\n$/,
  );
  assert.equal((await fetch(`${first.url}/health/ready`)).status, 200);
  first.child.kill('SIGTERM');
  await first.ended;
  const live = await start({ OKPAY_MODE: 'live' });
  assert.equal(await live.ended, 1);
  assert.match(live.said(), /PUBLIC_URL is not set, and live mode needs it/);
});

test('a kill -9 ends the simulators, and the next start finds its data and its PostgreSQL', async () => {
  const first = await start();
  const postgres = findPostmaster(join(data, 'postgres'));
  const simulators = childrenOf(first).filter(({ command }) => command.includes('simulators/'));
  const all = fs.globSync('simulators/*/main.ts', { cwd: ROOT });
  assert.equal(simulators.length, all.length, 'each is a process of its own');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await start();
  assert.ok(second.url, second.said());
  assert.equal(findPostmaster(join(data, 'postgres'))?.pid, postgres?.pid, 'adopted');
  for (let waited = 0; waited < 5_000 && simulators.some(({ pid }) => isAlive(pid)); waited += 50)
    await sleep(50);
  assert.ok(!simulators.some(({ pid }) => isAlive(pid)), 'the old simulators are gone');
  second.child.kill('SIGTERM');
  assert.equal(await second.ended, 0);
});

test('the command line works beside the running product and leaves it running', async () => {
  const product = await start();
  const env = { PATH: process.env['PATH'], OKPAY_DATA: data };
  const said = execFileSync(
    process.execPath,
    ['server/cli.ts', 'staff', 'invite', 'agent@example.com', 'Lin Zhixia', 'agent'],
    { cwd: ROOT, env, encoding: 'utf8' },
  );
  assert.match(
    said,
    new RegExp(`${product.url}/console/invitation#token=`),
    'the link leads to the running product',
  );
  assert.match(
    execFileSync(process.execPath, ['server/cli.ts', 'verify'], { cwd: ROOT, env, encoding: 'utf8' }),
    /0 violations/,
  );
  assert.equal((await fetch(`${product.url}/health/ready`)).status, 200);
  product.child.kill('SIGTERM');
  assert.equal(await product.ended, 0);
});
