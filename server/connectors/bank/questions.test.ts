import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { type OriginalPayment, readCorrespondentMessage, writeCamt056, writePacs028 } from '#connectors';
import { schemaFolder, validate } from '#test/iso20022';
import { camt029, statusReport } from '../../../simulators/bank/reports.ts';
import { pacs002 } from '../../../simulators/correspondent/messages.ts';
import { readQuestion } from '../../../simulators/shared/question.ts';
import type { BankAnswer } from './read-answer.ts';
import { readReport } from './read-report.ts';
import type { Said } from './said.ts';

const folder = schemaFolder();
const skip = folder === null ? 'no schemas: set ISO20022_XSD_DIR' : false;
const ULID = '01JDB8C2QX7Z3W4V5T6R8P9N0M';
const [question, payout, file, abroad] = [`bq_${ULID}`, `wd_${ULID}`, `pb_${ULID}`, `xb_${ULID}`];
const uetr = '8a562c67-ca16-48ba-b074-65581be6f001';
const head = { id: question, madeAt: '2026-12-01T09:00:00.123Z', operator: 'OKPay <Test> & Co' };
const settlementDay = '2026-11-27';
const ofPayout: OriginalPayment = {
  id: payout,
  message: file,
  messageName: 'pain.001.001.09',
  uetr: null,
  settled: money(40_00n, 'EUR'),
  settlementDay,
};
const ofAbroad: OriginalPayment = {
  id: abroad,
  message: abroad,
  messageName: 'pacs.008.001.08',
  uetr,
  settled: money(5_000n, 'JPY'),
  settlementDay,
};

describe('questions to a bank are valid by their schemas', () => {
  for (const [what, payment, original] of [
    ['how a payout stands', ofPayout, file],
    ['how a transfer abroad stands', ofAbroad, abroad],
    [
      'how a request to give back stands',
      { ...ofPayout, message: question, messageName: 'camt.056.001.08' },
      question,
    ],
  ] as const)
    test(what, { skip }, async () => {
      const xml = writePacs028({ ...head, payment });
      assert.deepEqual(await validate(folder ?? '', 'pacs.028.001.03', xml), []);
      const { originalName, ...read } = readQuestion(xml) ?? { originalName: '' };
      assert.deepEqual(read, { kind: 'status', id: question, payment: payment.id, original });
      assert.equal(originalName, payment.messageName);
    });
  for (const payment of [ofPayout, ofAbroad])
    test(`to give ${payment.id.slice(0, 2)} back`, { skip }, async () => {
      const xml = writeCamt056({ ...head, bank: 'Bank', ground: 'AC03', payment });
      assert.deepEqual(await validate(folder ?? '', 'camt.056.001.08', xml), []);
      assert.deepEqual(readQuestion(xml)?.kind, 'recall');
    });
  test('the same facts give the same bytes', () =>
    assert.equal(writePacs028({ ...head, payment: ofPayout }), writePacs028({ ...head, payment: ofPayout })));
});

const given = {
  isOurs: (id: string) => id.startsWith('wd_'),
  isFile: (id: string) => id.startsWith('pb_'),
  currencyOf: () => null,
};
async function said(xml: string): Promise<Said[] | string> {
  const lines: Said[] = [];
  const read = await readReport([Buffer.from(xml)], given, async (more) => {
    lines.push(...more.map((line) => line.said));
  });
  return read.ok ? lines : read.error.code;
}
const at = { id: 'R1', at: '2026-12-01T10:00:00.000Z' };
const about = { question, payment: payout };
const answer = (more: Partial<BankAnswer>): BankAnswer => ({
  kind: 'answer',
  question,
  payment: payout,
  said: 'credited',
  bankCode: '',
  ...more,
});

describe('what a bank answers is understood', () => {
  const statuses: readonly (readonly [string, string | null, BankAnswer['said']])[] = [
    ['ACCC', null, 'credited'],
    ['ACSC', null, 'passed_on'],
    ['ACSP', null, 'on_its_way'],
    ['PDNG', null, 'pending'],
    ['ACSP', 'G003', 'pending'],
    ['RJCT', 'AC04', 'rejected'],
    ['RJCT', 'NOOR', 'never_seen'],
  ];
  for (const [status, code, what] of statuses) {
    const expected = answer({ said: what, bankCode: code ?? '' });
    test(`${status} ${code ?? ''}: ${what}, as pain.002, and nothing about the payment itself`, async () =>
      assert.deepEqual(await said(statusReport(at, about, { status, code })), [expected]));
    test(`${status} ${code ?? ''}: ${what}, as pacs.002`, async () => {
      const of = { payment: payout, uetr: '', minor: '4000', currency: 'EUR' };
      const xml = pacs002(at, of, { status, code, question });
      assert.deepEqual(await said(xml), [expected]);
      const read = await readCorrespondentMessage([Buffer.from(xml)]);
      assert.ok(read.ok);
      assert.deepEqual([read.value.words, read.value.answers], [[], [expected]]);
    });
  }
  for (const [status, code, what] of [
    ['CNCL', null, 'recall_granted'],
    ['RJCR', 'CUST', 'recall_refused'],
    ['RJCR', 'ARDT', 'returned_before'],
    ['RJCR', 'NOOR', 'never_seen'],
    ['PDCR', null, 'recall_pending'],
  ] as const)
    test(`${status} ${code ?? ''}: ${what}, as camt.029`, async () => {
      const xml = camt029(at, about, { status, code });
      const expected = answer({ said: what, bankCode: code ?? '' });
      assert.deepEqual(await said(xml), [expected]);
      // Banks leave parts out: what names the question alone is enough.
      const bare = xml.replace(/<CxlDtls>.*<\/CxlDtls>/s, `<RslvdCase><Id>${question}</Id></RslvdCase>`);
      const whole = what === 'returned_before' || what === 'never_seen' ? 'recall_refused' : what;
      assert.deepEqual(await said(bare), [answer({ payment: '', said: whole })]);
    });
  test('asked twice, it may name the second message', async () =>
    assert.deepEqual(
      await said(statusReport(at, { ...about, question: `${question}-2` }, { status: 'ACCC', code: null })),
      [answer({ question: `${question}-2` })],
    ));
  test('a status report about a file of payments is what it always was', async () =>
    assert.deepEqual(
      await said(statusReport(at, { ...about, question: file }, { status: 'ACSP', code: null })),
      [{ kind: 'accepted', file, payment: payout, bankCode: '' }],
    ));
  test('a status of tomorrow is no answer', async () =>
    assert.deepEqual(await said(statusReport(at, about, { status: 'XXXX', code: null })), []));
  test('what the simulator says is valid by the schemas that there are', { skip }, async () => {
    const no = statusReport(at, about, { status: 'RJCT', code: 'AC04' });
    assert.deepEqual(await validate(folder ?? '', 'pain.002.001.10', no), []);
    const kept = camt029(at, about, { status: 'RJCR', code: 'CUST' });
    assert.deepEqual(await validate(folder ?? '', 'camt.029.001.09', kept), []);
  });
});
