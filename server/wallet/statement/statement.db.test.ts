import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import { decimalText, fromWire, money } from '#common/money';
import { checkPaper } from '#common/signed-paper';
import type { StatementForm } from '#common/statement';
import { sql } from '#platform/db';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { readJournal } from './testing/read-journal.ts';
import { schemaFolder, validate } from '#test/iso20022';

const world = await walletWorld({ outside: false });
const { db, clock, url } = world;
/** Names and notes that break files which are put together carelessly. */
const NASTY = '=HYPERLINK("http://x","<b>&amp; 房租; 1,5") | ok';
const [anna, ming, stranger] = [
  await world.funded(cny(1_000_00n), '林知夏'),
  await world.person('王小明'),
  await world.person('周青'),
];
const paid: string[] = [];
for (const [n, note] of ['房租', null, NASTY, '+49 tel', 'rent'].entries()) {
  clock.advance({ minutes: 7 });
  paid.push((await world.pay(anna, ming, cny(BigInt(n + 1) * 11_01n), { note })).id);
}
paid.push((await world.pay(ming, anna, cny(5_55n))).id);
clock.advance({ minutes: 1 });
const CLOSING = 1_000_00n - 15n * 11_01n + 5_55n;

/** As if the owner had just proven who it is. */
async function prove({ id, sessionId }: WalletPerson): Promise<void> {
  const now = clock.now();
  await sql`
    insert into identity.session (id, customer_id, token_hash, device, ip, created_at, last_seen_at, expires_at, proven_at, proven_with)
    values (${sessionId}, ${id}, ${createHash('sha256').update(sessionId).digest()}, 'Firefox', '127.0.0.1', ${now.toString()}, ${now.toString()},
            ${now.add({ hours: 11 }).toString()}, ${now.toString()}, 'password')`.execute(world.owner.read);
}
async function file(person: WalletPerson, id: string, form: StatementForm, language: Locale = 'en') {
  const answer = await fetch(`${url}/api/v1/statements/${id}/file?form=${form}&language=${language}`, {
    headers: { cookie: person.cookie },
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof ApiProblem ? error.code : error),
  );

test('the figures of a period are the sums of its lines, and the lines carry who the other was', async () => {
  const figures = await anna.call(api.statementFigures, { query: {} });
  assert.deepEqual(
    [figures.opening.amount, figures.in.amount, figures.out.amount, figures.closing.amount, figures.lines],
    ['0', '100555', '16515', String(CLOSING), 7],
  );
  assert.deepEqual(
    figures.kinds.map(({ kind, direction, count, amount }) => [kind, direction, count, amount.amount]),
    [
      ['top_up', 'in', 1, '100000'],
      ['transfer', 'in', 1, '555'],
      ['transfer', 'out', 5, '16515'],
    ],
  );
  const first = await anna.call(api.statementLines, { query: { limit: 4 } });
  assert.ok(first.next !== null);
  const rest = await anna.call(api.statementLines, { query: { limit: 4, cursor: first.next } });
  const lines = [...first.items, ...rest.items];
  assert.equal(rest.next, null);
  assert.deepEqual(lines.map(({ reference }) => reference).slice(0, 6), paid.toReversed());
  assert.equal(lines[0]?.balance.amount, String(CLOSING));
  assert.equal(lines[5]?.counterparty?.name, '王*明');
  assert.equal(lines[3]?.note, NASTY);
});

test('a month begins and ends in the zone of the owner; days that have not come end it today', async () => {
  const { items, timeZone } = await anna.call(api.statementMonths);
  assert.equal(timeZone, 'Asia/Shanghai');
  const [month] = items[0]?.months ?? [];
  assert.equal(month?.isOver, false);
  assert.equal(month.closing?.amount, String(CLOSING));
  const today = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const figures = await anna.call(api.statementFigures, {
    query: { from: month.from, to: today.add({ days: 40 }).toString() },
  });
  assert.equal(figures.to, today.toString());
  const before = { from: today.add({ days: 1 }).toString(), to: today.toString() };
  assert.equal(await refusal(anna.call(api.statementFigures, { query: before })), 'malformed_request');
});

test('pictures of spending show what the statements say', async () => {
  const { months, currencies } = await anna.call(api.spending, { query: { months: 3 } });
  assert.deepEqual(currencies, ['CNY']);
  assert.equal(months.length, 3);
  const figures = await anna.call(api.statementFigures, { query: {} });
  const { from, in: moneyIn, out, kinds } = months.at(-1) ?? assert.fail('a month runs');
  assert.deepEqual([from, moneyIn, out, kinds], [figures.from, figures.in, figures.out, figures.kinds]);
});

test('a statement is issued to who has just proven to be its owner, and that is on record', async () => {
  assert.equal(await refusal(anna.call(api.issueStatement, { body: {} })), 'access_proof_required');
  await prove(anna);
  const { id, code } = await anna.call(api.issueStatement, { body: {} });
  const { rows } = await sql<{ kind: string }>`
    select kind from identity.security_event where customer_id = ${anna.id}`.execute(db.read);
  assert.deepEqual(rows, [{ kind: 'statement_issued' }]);
  assert.equal((await file(stranger, id, 'csv')).status, 404);
  assert.equal(await refusal(stranger.call(api.statementPaper, { params: { id } })), 'not_found');
  assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  await prove(stranger);
  assert.equal(await refusal(stranger.call(api.issueStatement, { body: {} })), 'malformed_request');
});

const issued = async () => {
  const { id, code, figures } = await anna.call(api.issueStatement, { body: {} });
  return { id, code, figures };
};

test('the table opens in every program: its columns add up, and nothing in it is a formula', async () => {
  const { id } = await issued();
  for (const [language, heading] of [
    ['en', 'Date'],
    ['zh-CN', '日期'],
  ] as const) {
    const { bytes, type } = await file(anna, id, 'csv', language);
    assert.match(String(type), /^text\/csv/);
    const text = bytes.toString('utf8');
    assert.ok(text.startsWith(`\ufeff${heading},`));
    const rows: string[][] = parse(text, { bom: true });
    assert.ok(rows.flat().every((cell) => !/^[=+\-@\t\r\n|]/.test(cell)));
    const [, opening, ...more] = rows;
    const closing = more.pop();
    assert.equal(opening?.[8], '0.00');
    assert.equal(closing?.[8], decimalText(cny(CLOSING)));
    const minor = (text = ''): bigint => BigInt(text.replace('.', '') || '0');
    let balance = 0n;
    for (const row of more) {
      balance += minor(row[6]) - minor(row[7]);
      assert.equal(minor(row[8]), balance);
    }
    assert.deepEqual([more.length, balance], [7, CLOSING]);
    assert.ok(more.some((row) => row[4] === `'${NASTY}`));
  }
});

test('the journal adds up line by line, as hledger reads it', async () => {
  const { id } = await issued();
  const text = (await file(anna, id, 'journal', 'zh-CN')).bytes.toString('utf8');
  const { balances, assertions } = readJournal(text);
  assert.equal(assertions, 8);
  assert.equal(balances.get('assets:okpay:CNY'), CLOSING);
  assert.equal(
    [...balances.values()].reduce((sum, each) => sum + each, 0n),
    0n,
  );
});

test('hledger reads the journal and comes to the same balance', async (t) => {
  if (spawnSync('hledger', ['--version']).status !== 0) return t.skip('hledger is not installed');
  const { id } = await issued();
  const input = (await file(anna, id, 'journal')).bytes;
  const run = (...args: string[]) => spawnSync('hledger', ['-f', '-', ...args], { input, encoding: 'utf8' });
  assert.deepEqual([run('check', 'ordereddates', 'assertions').status, run('check').stderr], [0, '']);
  const { stdout } = run('balance', 'assets', '--no-total', '--format', '%(total)');
  assert.equal(stdout.trim(), `CNY ${decimalText(cny(CLOSING))}`);
});

test('the bank statement is well formed, tells the same, and holds what was typed as text', async () => {
  const { id } = await issued();
  const { bytes } = await file(anna, id, 'camt053');
  const [path, amounts, notes]: [string[], string[], string[]] = [[], [], []];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => void path.push(name));
  parser.on('closetag', () => void path.pop());
  parser.on('text', (text) => {
    if (path.at(-1) === 'Amt' && path.at(-2) === 'Bal') amounts.push(text);
    if (path.at(-1) === 'Ustrd') notes.push(text);
  });
  parser.write(bytes.toString('utf8')).close();
  assert.deepEqual(amounts, ['0.00', decimalText(cny(CLOSING))]);
  assert.deepEqual(notes, ['房租', NASTY, '+49 tel', 'rent']);
});

test('the bank statement is valid by the schema of ISO 20022', async (t) => {
  const folder = schemaFolder();
  if (folder === null) return t.skip('no schemas: set ISO20022_XSD_DIR to a folder with camt.053.001.08.xsd');
  const { id } = await issued();
  for (const language of ['en', 'zh-CN'] as const) {
    const { bytes } = await file(anna, id, 'camt053', language);
    assert.deepEqual(await validate(folder, 'camt.053.001.08', bytes.toString('utf8')), []);
    const broken = bytes.toString('utf8').replace('<CdtDbtInd>CRDT', '<CdtDbtInd>PLUS');
    assert.notDeepEqual(await validate(folder, 'camt.053.001.08', broken), [], 'the check sees a fault');
  }
  // Of a stretch in which nothing moved, too.
  const none = await anna.call(api.issueStatement, { body: { from: '2020-01-01', to: '2020-01-31' } });
  const { bytes } = await file(anna, none.id, 'camt053');
  assert.deepEqual(await validate(folder, 'camt.053.001.08', bytes.toString('utf8')), []);
});

test('the paper is a PDF with its type inside, the same each time, in both languages', async () => {
  const { id } = await issued();
  for (const language of ['en', 'zh-CN'] as const) {
    const [once, again] = [await file(anna, id, 'pdf', language), await file(anna, id, 'pdf', language)];
    assert.ok(once.bytes.subarray(0, 5).toString() === '%PDF-');
    assert.ok(once.bytes.includes('NotoSansSC'));
    assert.ok(once.bytes.length < 200_000, 'only the letters that are used are inside');
    assert.ok(once.bytes.equals(again.bytes));
  }
});

test('anybody can ask whether a statement is ours, by its code or its file, and check the answer alone', async () => {
  const { id, code } = await issued();
  const { bytes } = await file(anna, id, 'csv');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { published } = world.deps.signingKeys;
  for (const mark of [code, code.toLowerCase().replaceAll('-', ' '), sha256]) {
    const paper = await stranger.call(api.checkStatement, { body: { mark } });
    assert.equal(await checkPaper(paper, published), null);
    assert.deepEqual(
      [paper.holder, paper.closing, paper.files[0]?.sha256],
      ['林*夏', String(CLOSING), sha256],
    );
    assert.equal(await checkPaper({ ...paper, closing: '1' }, published), 'not_signed');
  }
  const changed = createHash('sha256').update(bytes.subarray(1)).digest('hex');
  for (const mark of [changed, 'AAAA-AAAA-AAAA-AAAA', 'x', ''])
    assert.equal(await refusal(stranger.call(api.checkStatement, { body: { mark } })), 'not_found');
});

test('the tool checks a file and its proof without OKPay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'okpay-statement-'));
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const { id } = await issued();
  const { bytes } = await file(anna, id, 'pdf');
  writeFileSync(at('a.pdf'), bytes);
  writeFileSync(at('b.pdf'), bytes.subarray(0, -1));
  writeFileSync(at('proof.json'), JSON.stringify(await anna.call(api.statementPaper, { params: { id } })));
  writeFileSync(at('keys.json'), JSON.stringify({ keys: world.deps.signingKeys.published }));
  const run = (name: string) =>
    spawnSync(process.execPath, ['tools/verify-statement.ts', at(name), at('proof.json'), at('keys.json')], {
      encoding: 'utf8',
    });
  const good = run('a.pdf');
  assert.match(
    good.stdout,
    new RegExp(`^Genuine\\. Account \\d+ of 林\\*夏.*closing ${CLOSING} minor units of CNY, 7 lines`),
  );
  assert.equal(good.status, 0);
  assert.match(run('b.pdf').stdout, /this file is none of those/);
  assert.equal(run('b.pdf').status, 1);
});

test('amounts of currencies without minor digits, and with three, are written as ISO 4217 says', async () => {
  const [yen, dinar] = [await world.funded(money(12_345n, 'JPY')), await world.funded(money(12_345n, 'KWD'))];
  clock.advance({ seconds: 1 });
  for (const [person, currency, text] of [
    [yen, 'JPY', '12345'],
    [dinar, 'KWD', '12.345'],
  ] as const) {
    await prove(person);
    const { id, figures } = await person.call(api.issueStatement, { body: { currency } });
    assert.equal(fromWire(figures.closing).minor, 12_345n);
    for (const form of ['csv', 'journal', 'camt053'] as const)
      assert.ok((await file(person, id, form)).bytes.includes(text), `${currency} ${form}`);
    assert.equal((await file(person, id, 'pdf')).status, 200);
  }
});
