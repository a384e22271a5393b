// What people type and what the product sends them, looked for afterwards in everything it leaves on the disk and says in its log:
// database files, write-ahead log, server log, the simulators' books. (KEY-05, AUD-04, parts of AUT-09 and SES-01)
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { money } from '#common/money';
import { openBrowser } from '#test/identity';
import { dataFolder, type Product, startProduct, stopProducts } from '#test/product';
import { testCards } from '#test/simulators';
import { done, member, openCase, pay, received, topUp } from '#test/whole';

after(stopProducts);
const data = dataFolder();
after(() => fs.rmSync(data, { recursive: true, force: true }));

/** Words that no code of ours holds, to be found again. */
const NAME = 'Zephyrina Quackenbush';
const PASSWORD = 'Vexing-Jackdaw-Sphinx-71';
const NOTE = 'wharfinger-note-58213';
const QUESTION = 'bumfuzzle-question-77120';
const PAYMENT_DIGITS = '739584';

type Planted = { secrets: string[]; personal: string[]; codes: string[] };

/** A day in the life of a customer: everything that can be typed is typed, right and wrong. */
async function live(product: Product): Promise<Planted & { cards: string[] }> {
  const home = { url: product.url, browser: () => openBrowser(product.url) };
  const anna = await member(home, { name: NAME, email: 'zephyrina.q@mail.example', password: PASSWORD, handle: 'zephyrina_q' }); // prettier-ignore
  const ben = await member(home);
  const frame = await done(anna.browser, 'POST', '/api/v1/card-fields', { theme: 'light' });
  const card = await testCards(String(frame['origin']));
  const cards = ['success', 'insufficient_funds', 'answer_dropped'].map((name) => card(name));
  for (const number of cards) await topUp(anna, money(50_00n, 'CNY'), number).catch(() => '');
  const transfer = await pay(anna, ben, money(12_34n, 'CNY'), NOTE);
  await openCase(anna, QUESTION, transfer);
  const wrong = { login: anna.form.email, password: `${PASSWORD}-wrong` };
  await openBrowser(product.url).call('POST', '/api/v1/sessions', wrong);
  await anna.browser.call('POST', '/api/v1/transfers', { note: NOTE, password: PASSWORD });
  await anna.browser.call('POST', '/api/v1/registrations', { email: anna.form.email, name: 5 });
  await anna.browser.call('GET', `/api/v1/entries?search=${encodeURIComponent(NAME)}`);
  // A line break in a header or an address would begin a line of its own in a careless log.
  await openBrowser(product.url, { userAgent: 'x"}\u00a0{"level":"info","msg":"forged' }).call(
    'GET',
    '/api/v1/me',
  );
  const token = await received(home, anna.form.email, /[#?&]token=([\w-]{20,})/);
  const code = (await received(home, anna.form.phone, /\b(\d{3} ?\d{3})\b/)).replace(' ', '');
  return {
    cards,
    secrets: [PASSWORD, token, ...anna.browser.cookies.values()],
    personal: [
      NAME,
      'Quackenbush',
      anna.form.email,
      anna.form.phone,
      anna.form.phone.slice(3),
      NOTE,
      QUESTION,
      'zephyrina_q',
    ],
    codes: [PAYMENT_DIGITS, code],
  };
}

const product = await startProduct({
  data,
  env: { LOG_LEVEL: 'debug', TRUSTED_PROXY: '127.0.0.1' },
  listen: true,
});
const planted = await live(product);
const verified = execFileSync(process.execPath, ['server/cli.ts', 'verify'], {
  env: { PATH: process.env['PATH'], OKPAY_DATA: data },
  encoding: 'utf8',
});
await product.stop();

type Place = { file: string; bytes: Buffer };
const places: Place[] = fs
  .readdirSync(data, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: file.slice(data.length + 1), bytes: fs.readFileSync(file) }));
const log = `${product.said()}\n${places.find(({ file }) => file === 'postgres.log')?.bytes.toString() ?? ''}`;

const found = (text: string, among: readonly Place[] = places): string[] =>
  among.filter(({ bytes }) => bytes.includes(text)).map(({ file }) => file);

test('the search sees: what may be kept is found where it is kept', () => {
  assert.ok(places.length > 500, `${places.length} files`);
  const database = places.filter(({ file }) => file.startsWith('postgres/base/'));
  assert.ok(found(NAME, database).length > 0, 'the name is in the database');
  assert.ok(
    found(NAME).some((file) => file.startsWith('postgres/pg_wal/')),
    'and in the write-ahead log',
  );
  assert.ok(
    found('"last4":"4242"').some((file) => file.startsWith('simulators/acquirer/')),
    'the acquirer keeps the last digits',
  );
  assert.ok(log.split('\n').length > 50, 'the log says something');
  assert.match(log, /"route":"\/api\/v1\/transfers"/);
});

test('no card number is anywhere: not in the database, not in its log, not in the books', () => {
  assert.equal(planted.cards.length, 3);
  for (const number of planted.cards) {
    for (const written of [
      number,
      number.replaceAll(/(\d{4})(?=\d)/g, '$1 '),
      number.replaceAll(/(\d{4})(?=\d)/g, '$1-'),
    ]) {
      assert.deepEqual(found(written), [], 'files that hold a card number');
      assert.ok(!log.includes(written), 'the log holds a card number');
    }
    assert.deepEqual(found(number.slice(0, 12)), [], 'nor most of one');
  }
});

test('passwords, session tokens and links are nowhere on the disk but where the mail went', () => {
  for (const secret of planted.secrets) {
    const files = found(secret).filter((file) => !file.startsWith('simulators/mail/'));
    assert.deepEqual(files, [], `${secret.slice(0, 6)}…`);
    assert.ok(!log.includes(secret), `the log holds ${secret.slice(0, 6)}…`);
  }
});

test('the log names nobody: no name, mail, phone, account name, note or message', () => {
  for (const word of planted.personal) assert.ok(!log.includes(word), `the log holds ${word}`);
  for (const code of planted.codes)
    assert.doesNotMatch(log, new RegExp(`(?<![\\w.:-])${code}(?![\\w.:-])`), 'the log holds a code');
});

test('every line of the log is one whole object, whatever a caller calls itself', () => {
  const lines = product
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  assert.ok(lines.length > 20, String(lines.length));
  for (const line of lines) assert.equal(typeof JSON.parse(line), 'object');
  assert.ok(!lines.some((line) => (JSON.parse(line) as { msg?: string }).msg === 'forged'));
});

test('secrets that are files are readable by their owner only', () => {
  const files = fs
    .readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((name) => /secrets\.json$|^keys\//.test(name));
  assert.ok(files.length >= 3, String(files));
  for (const file of files) {
    const { mode } = fs.statSync(join(data, file));
    assert.equal(mode & 0o077, 0, file);
  }
});

test('and the books are in order', () => assert.match(verified, /laws checked, 0 violations/));
