import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { type CreditorToWrite, readCorrespondentMessage, writeCamt056, writePacs008 } from '#connectors';
import { schemaFolder, validate } from '#test/iso20022';
import { camt029, pacs002, pacs004, readAsked } from '../../../simulators/correspondent/messages.ts';
import { creditorOf } from './make-message.ts';

const id = 'xb_01JDB8C2QX7Z3W4V5T6R8P9N0M';
const uetr = '8a562c67-ca16-48ba-b074-65581be6f001';
const common = {
  id,
  uetr,
  madeAt: '2026-12-01T09:00:00.123Z',
  settlementDay: '2026-12-01',
  settled: money(10_000n, 'USD'),
  instructed: money(72_500n, 'CNY'),
  rate: '0.142875',
  operator: 'OKPay <Test> & Co',
  account: { scheme: 'cn', number: '4005006001', bankCode: null },
  debtor: '林知夏',
  purpose: 'FAMI',
  text: 'for &lt;Mum&gt; \u0007',
} as const;
const named = (fields: Record<string, string>) => ({ name: 'José Müller', bankName: 'Bank & Söhne', fields });
const CREDITORS: readonly [
  country: string,
  fields: Record<string, string>,
  clearing: CreditorToWrite['clearing'],
][] = [
  ['DE', { iban: 'DE89370400440532013000' }, null],
  ['US', { routing_number: '021000021', account_number: '12345' }, { system: 'USABA', member: '021000021' }],
  ['GB', { sort_code: '601613', account_number: '31926819' }, { system: 'GBDSC', member: '601613' }],
  [
    'AU',
    { bsb: '062000', account_number: '12345678', bic: 'CTBAAU2S' },
    { system: 'AUBSB', member: '062000' },
  ],
  [
    'CA',
    { institution_number: '003', transit_number: '00012', account_number: '1234567', bic: 'ROYCCAT2' },
    { system: 'CACPA', member: '000300012' },
  ],
  [
    'CN',
    { cnaps: '308584000013', account_number: '110910000000000123' },
    { system: 'CNAPS', member: '308584000013' },
  ],
  ['HK', { bank_code: '004', account_number: '123456789012' }, { system: 'HKNCC', member: '004' }],
  ['IN', { ifsc: 'HDFC0000001', account_number: '123456789012' }, { system: 'INFSC', member: 'HDFC0000001' }],
  [
    'JP',
    { bank_code: '0001', branch_code: '001', account_number: '1234567' },
    { system: 'JPZGN', member: '0001001' },
  ],
  ['SG', { account_number: '1234567890', bic: 'DBSSSGSG' }, null],
];
const original = {
  id,
  message: id,
  messageName: 'pacs.008.001.08',
  uetr,
  settled: common.settled,
  settlementDay: common.settlementDay,
};
const folder = schemaFolder();
const skip = folder === null ? 'no schemas: set ISO20022_XSD_DIR' : false;

describe('messages to the correspondent', () => {
  for (const [country, fields, clearing] of CREDITORS)
    test(`a payment into ${country} is valid by its schema and names its bank`, { skip }, async () => {
      const creditor = creditorOf(country, named(fields));
      assert.deepEqual(creditor.clearing, clearing);
      const xml = writePacs008({ ...common, creditor });
      assert.deepEqual(await validate(folder ?? '', 'pacs.008.001.08', xml), []);
      const asked = readAsked(xml);
      assert.deepEqual([asked?.kind, asked?.payment, asked?.amount], ['payment', id, '100.00']);
    });

  test('a request to give it back is valid by its schema', { skip }, async () => {
    const xml = writeCamt056({
      id: `${id}-R`,
      madeAt: common.madeAt,
      operator: 'OKPay',
      bank: 'Correspondent',
      ground: 'AC03',
      payment: original,
    });
    assert.deepEqual(await validate(folder ?? '', 'camt.056.001.08', xml), []);
    assert.deepEqual([readAsked(xml)?.kind, readAsked(xml)?.ground], ['recall', 'AC03']);
  });
});

const head = { id: 'C1', at: '2026-12-01T10:00:00.000Z' };
const about = { payment: id, uetr, minor: '10000', currency: 'USD' };
const words = async (xml: string) => {
  const read = await readCorrespondentMessage([Buffer.from(xml)]);
  return read.ok ? read.value.words : read.error.code;
};

describe('messages of the correspondent', () => {
  const amount = money(10_000n, 'USD');
  for (const [what, xml, expected] of [
    [
      'taken',
      pacs002(head, about, { status: 'ACSP', code: null }),
      { kind: 'accepted', payment: id, amount },
    ],
    [
      'waits for papers',
      pacs002(head, about, { status: 'ACSP', code: 'G003' }),
      { kind: 'pending', payment: id, waitsFor: 'documents', amount },
    ],
    [
      'credited',
      pacs002(head, about, { status: 'ACCC', code: null }),
      { kind: 'credited', payment: id, amount },
    ],
    [
      'refused',
      pacs002(head, about, { status: 'RJCT', code: 'AC01' }),
      { kind: 'rejected', payment: id, bankCode: 'AC01' },
    ],
    [
      'came back',
      pacs004(head, about, { code: 'AC04', reference: 'R1' }),
      { kind: 'returned', payment: id, reference: 'R1', amount, bankCode: 'AC04' },
    ],
    [
      'given back',
      camt029(head, about, { isGranted: true, code: null, recall: 'x' }),
      { kind: 'recall_accepted', payment: id, bankCode: '' },
    ],
    [
      'not given back',
      camt029(head, about, { isGranted: false, code: 'CUST', recall: 'x' }),
      { kind: 'recall_refused', payment: id, bankCode: 'CUST' },
    ],
  ] as const)
    test(`${what} is understood`, async () => assert.deepEqual(await words(xml), [expected]));

  for (const [what, xml, code] of [
    ['half a message', pacs002(head, about, { status: 'ACSP', code: null }).slice(0, 300), 'not_xml'],
    ['something else', '<Document><Hello/></Document>', 'not_a_message'],
    ['entities', '<!DOCTYPE a [<!ENTITY b "c">]><Document/>', 'has_dtd'],
    ['a status of tomorrow', pacs002(head, about, { status: 'XXXX', code: null }), 'status_not_known'],
    [
      'no payment',
      pacs002(head, { ...about, payment: '' }, { status: 'ACSP', code: null }),
      'names_no_payment',
    ],
    [
      'a currency that nobody has',
      pacs002(head, { ...about, currency: 'XXX' }, { status: 'ACSP', code: null }),
      'amount_not_usable',
    ],
  ] as const)
    test(`${what} is refused whole`, async () => assert.equal(await words(xml), code));

  test('one part that nobody understands keeps none of the others back, and is told of', async () => {
    const good = pacs002(head, about, { status: 'ACCC', code: null });
    const [part = ''] = /<TxInfAndSts>.*<\/TxInfAndSts>/s.exec(good) ?? [];
    const bad = part.replace('ACCC', 'XXXX').replaceAll(id, 'xb_other');
    const read = await readCorrespondentMessage([Buffer.from(good.replace(part, bad + part))]);
    assert.ok(read.ok);
    assert.deepEqual(read.value.words, [{ kind: 'credited', payment: id, amount }]);
    assert.deepEqual(read.value.faults, [{ code: 'status_not_known', payment: 'xb_other' }]);
  });

  test('a request that a bank still looks at is no word yet, nor is an answer about nothing; one of tomorrow is no refusal', async () => {
    const no = camt029(head, about, { isGranted: false, code: 'CUST', recall: 'x' });
    assert.deepEqual(await words(no.replaceAll('RJCR', 'PDCR')), []);
    assert.deepEqual(await words(no.replace(/<CxlDtls>.*<\/CxlDtls>/s, '')), []);
    assert.equal(await words(no.replaceAll('RJCR', 'XXXX')), 'status_not_known');
  });

  test('what the simulator says is valid by the schemas that there are', { skip }, async () => {
    const back = pacs004(head, about, { code: 'AC04', reference: 'R1' });
    assert.deepEqual(await validate(folder ?? '', 'pacs.004.001.09', back), []);
    const answer = camt029(head, about, { isGranted: false, code: 'CUST', recall: `${id}-R` });
    assert.deepEqual(await validate(folder ?? '', 'camt.029.001.09', answer), []);
  });
});
