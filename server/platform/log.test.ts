import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, withLogContext } from '#platform/log';

function capture() {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'debug', stream: { write: (line) => void lines.push(line) } }) };
}

test('a value cannot forge a line or colour a terminal', () => {
  const { lines, log } = capture();
  log.info({ state: 'a\r\n{"level":"error","msg":"forged"}\u001b[31m' }, 'b\nc');
  assert.equal(lines.length, 1);
  const line = lines[0]?.trimEnd() ?? '';
  for (const letter of ['\r', '\n', '\u001b']) assert.ok(!line.includes(letter));
});

test('names that hold secrets or people are blotted out, however they come in', () => {
  const { lines, log } = capture();
  const secret = 'do-not-show';
  for (const name of [
    'password',
    'token',
    'cookie',
    'authorization',
    'email',
    'phone',
    'cardToken',
    'paymentPassword',
    'note',
    'body',
  ])
    log.info({ [name]: secret, nested: { [name]: secret, deep: { [name]: secret } } }, 'x');
  assert.ok(lines.length === 10 && lines.every((line) => !line.includes(secret)));
});

test('errors are told by kind and place, without what people typed', () => {
  const { lines, log } = capture();
  const database = Object.assign(new Error('invalid input syntax for type bigint: "王小明"'), {
    severity: 'ERROR', code: '22P02', detail: 'Key (email)=(wang@example.org) already exists.', table: 'customer',
  }); // prettier-ignore
  log.error(
    { err: new Error('550 <wang@example.org> +86 138 0000 6620 unknown', { cause: database }) },
    'failed',
  );
  const text = lines.join('');
  for (const personal of ['王小明', 'wang@', '138 0000']) assert.ok(!text.includes(personal), personal);
  for (const useful of ['22P02', 'customer', '550', 'log.test.ts']) assert.ok(text.includes(useful), useful);
});

test('every line of a request names the request, however deep', async () => {
  const { lines, log } = capture();
  await withLogContext({ requestId: 'req_1' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    withLogContext({ job: 'mail' }, () => log.info('inner'));
  });
  log.info('outer');
  const [inner, outer] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    [inner?.['requestId'], inner?.['job'], outer?.['requestId']],
    ['req_1', 'mail', undefined],
  );
});
