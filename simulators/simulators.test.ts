import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchSimulator, type Simulators, startSimulators } from './launch.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const folder = mkdtempSync(join(tmpdir(), 'okpay-simulators-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const json = (body: unknown, key?: string): RequestInit => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  },
  body: JSON.stringify(body),
});

describe('a simulator is a good child process', () => {
  test('says where it is in one line, and nothing else', async () => {
    let output = '';
    const child = await launchSimulator(
      'sms',
      { PORT: '0', DATA_DIR: join(folder, 'one-line'), API_KEY: 'k' },
      (text) => (output += text),
    );
    assert.equal(output, `{"ready":true,"port":${child.port}}\n`);
    await child.stop();
    assert.equal(child.process.exitCode, 0);
  });
  test('the mail simulator names both of its ports', async () => {
    const child = await launchSimulator('mail', { DATA_DIR: join(folder, 'two-ports') });
    assert.ok(child.httpPort !== undefined && child.httpPort !== child.port);
    await child.stop();
  });
  test('ends when its parent is gone', async () => {
    for (const name of ['mail', 'sms', 'acquirer'] as const) {
      const child = await launchSimulator(name, {
        DATA_DIR: join(folder, 'orphan', name),
        API_KEY: 'k',
        CALLBACK_SECRET: 's',
      });
      const ended = new Promise((resolve) => child.process.once('exit', resolve));
      child.process.kill('SIGINT'); // Ctrl+C is the parent's to answer.
      child.process.stdin?.end();
      assert.equal(await ended, 0);
    }
  });
  test('names the setting that it lacks', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'acquirer/main.ts')], {
      env: { DATA_DIR: folder },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 2);
    assert.match(complaint, /API_KEY is not set/);
  });
  test('a line that a crash tore apart is cut off, and the rest is kept', async () => {
    const env = { DATA_DIR: join(folder, 'torn'), API_KEY: 'k' };
    const first = await launchSimulator('sms', env);
    const send = async (port: number, reference: string): Promise<number> =>
      (
        await fetch(
          `http://127.0.0.1:${port}/v1/messages`,
          json({ to: '+8613800006620', text: 'hello', reference }, 'k'),
        )
      ).status;
    assert.equal(await send(first.port, 'a'), 202);
    await first.kill();
    appendFileSync(join(env.DATA_DIR, 'book.jsonl'), '{"id":"sms_torn","at":"20');
    const second = await launchSimulator('sms', env);
    assert.equal(await send(second.port, 'b'), 202);
    await second.stop();
    const third = await launchSimulator('sms', env);
    const { messages } = (await (await fetch(`http://127.0.0.1:${third.port}/inbox`)).json()) as {
      messages: { reference: string }[];
    };
    await third.stop();
    assert.deepEqual(
      messages.map(({ reference }) => reference),
      ['b', 'a'],
    );
  });
});

describe('the acquirer keeps card data to itself', () => {
  const NUMBER = '4000000000003220';
  const CVC = '8642';
  let world: Simulators;
  let output = '';
  before(async () => {
    world = await startSimulators({ dataDir: join(folder, 'cards'), onOutput: (text) => (output += text) });
  });
  after(() => world.stop());
  const openSession = async (): Promise<string> => {
    const opened = await fetch(
      `${world.acquirer.url}/v1/sessions`,
      json({ origin: ORIGIN, lang: 'en' }, world.acquirer.key),
    );
    return ((await opened.json()) as { id: string }).id;
  };
  const type = async (changes: Record<string, unknown>): Promise<{ status: number; text: string }> => {
    const typed = {
      session: await openSession(),
      number: NUMBER,
      expiry: '12/40',
      cvc: CVC,
      name: 'LIN ZHIXIA',
      ...changes,
    };
    const answer = await fetch(`${world.acquirer.url}/fields/tokens`, json(typed));
    return { status: answer.status, text: await answer.text() };
  };

  test('the number and the code are on no disk and in no output, whatever goes wrong', async () => {
    const { token } = JSON.parse((await type({})).text) as { token: string };
    const charge = {
      token,
      amount: '10000',
      currency: 'CNY',
      reference: 'tu_1',
      return_url: `${ORIGIN}/top-up`,
    };
    assert.equal(
      (await fetch(`${world.acquirer.url}/v1/charges`, json(charge, world.acquirer.key))).status,
      201,
    );
    const answers = [
      await type({ expiry: '01/20' }),
      await type({ cvc: 'x' }),
      await type({ session: 'cs_none' }),
      await type({ extra: NUMBER }),
      await type({ number: { nested: NUMBER } }),
    ];
    answers.push({
      status: 0,
      text: await (
        await fetch(`${world.acquirer.url}/fields/tokens`, {
          ...json({}),
          body: `{"number":"${NUMBER}","cvc":"${CVC}"`,
        })
      ).text(),
    });
    await world.stop();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const kept = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    assert.ok(
      kept.some((text) => text.includes('"last4":"3220"')),
      'the book was looked at',
    );
    for (const text of [...kept, output, ...answers.map((answer) => answer.text)]) {
      assert.ok(!text.includes(NUMBER), 'the number was left behind');
      assert.ok(!text.includes(`"${CVC}"`), 'the code was left behind');
    }
    world = await startSimulators({ dataDir: join(folder, 'cards'), onOutput: (text) => (output += text) });
  });

  const refused: [string, Record<string, unknown>, string][] = [
    ['a number with one wrong digit', { number: '4000000000003221' }, 'invalid_number'],
    ['a number that is too short', { number: '400000000000' }, 'invalid_number'],
    ['a real-looking card that is not in the table', { number: '4111111111111111' }, 'not_a_test_card'],
    ['a month that does not exist', { expiry: '13/40' }, 'invalid_expiry'],
    ['a card that has expired', { expiry: '10/26' }, 'invalid_expiry'],
    ['a code that is none', { cvc: '12' }, 'invalid_cvc'],
    ['no name', { name: ' ' }, 'invalid_name'],
    ['a session that never was', { session: 'cs_none' }, 'session_expired'],
  ];
  for (const [name, changes, code] of refused) {
    test(`${name} gives no token: ${code}`, async () => {
      const answer = await type(changes);
      assert.ok(answer.status >= 400 && answer.text.includes(`"code":"${code}"`), answer.text);
    });
  }

  test('trying card after card in one session ends', async () => {
    const session = await openSession();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 22; attempt++) statuses.push((await type({ session })).status);
    assert.deepEqual(statuses.slice(19), [201, 429, 429]);
  });
  test('the API asks for the key, the control and inbox ports for the right name', async () => {
    assert.equal((await fetch(`${world.acquirer.url}/v1/charges?reference=tu_1`)).status, 401);
    for (const url of [world.acquirer.url, world.sms.url, world.mail.httpUrl])
      assert.equal(await statusAs(url, 'evil.example'), 421);
  });
});

/** fetch does not let a caller choose the Host header; a rebound name would. */
function statusAs(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${url}/control/clock`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
