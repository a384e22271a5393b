import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { arrived, back, booking, head, heardOf, payer, said } from '#test/bank-reports';
import { schemaFolder, validate } from '#test/iso20022';
import { camt053, camt054, pain002 } from '../../../simulators/bank/reports.ts';
import type { Said } from './said.ts';

const folder = schemaFolder();
const skip = folder === null ? 'ISO20022_XSD_DIR names no folder with the schemas' : false;
/** Published examples of real banks lie beside the schemas, where there are any. */
const samples = folder === null ? null : join(folder, '../samples');

const came = {
  kind: 'came',
  booking: 'B9',
  part: 0,
  amount: money(10_000n, 'EUR'),
  sent: null,
  day: '2026-12-02',
  payer: { name: 'Łukasz & Söhne', number: 'PL61109010140000071219812874', scheme: 'iban', bankCode: null },
  texts: ['RF18539007547034'],
} as const;
/** Several payments under one booking, as banks put them together. */
const batch = (sums: readonly string[], whole: string): string => {
  const one = camt054(head, 'DE1', [arrived()]);
  const [before = '', rest = ''] = one.split('<TxDtls>');
  const [detail = '', behind = ''] = rest.split('</TxDtls>');
  return (
    before.replace('100.00', whole) +
    sums.map((sum) => `<TxDtls>${detail.replace('100.00', sum)}</TxDtls>`).join('') +
    behind
  );
};

describe('money that came in', () => {
  test('is told with its payer, what they wrote and what they sent', async () => {
    const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: 10_000n };
    assert.deepEqual(await said(camt054(head, 'DE1', [arrived()])), [came]);
    assert.deepEqual(await said(camt053(head, 'DE1', day, [arrived()])), [came]);
    const short = arrived({ from: { ...payer, isStructured: false, sent: '10250' } });
    assert.deepEqual(await said(camt054(head, 'DE1', [short])), [{ ...came, sent: money(10_250n, 'EUR') }]);
  });
  test('is the same however the file is cut into pieces, in the middle of a letter too', async () => {
    const xml = camt054(head, 'DE1', [arrived(), back, arrived({ reference: 'B10' })]);
    for (const bytes of [1, 7, 100]) assert.deepEqual(await said(xml, { bytes }), await said(xml));
  });
  test('under one booking is told apart where the sums add up, else it is one sum', async () => {
    const parts = await said(batch(['40.00', '60.00'], '100.00'));
    assert.deepEqual(parts, [
      { ...came, part: 0, amount: money(4_000n, 'EUR') },
      { ...came, part: 1, amount: money(6_000n, 'EUR') },
    ]);
    const lump = await said(batch(['40.00', '50.00'], '100.00'));
    assert.deepEqual(lump, [
      { ...came, payer: { name: '', number: '', scheme: 'iban', bankCode: null }, texts: [] },
    ]);
  });
  test('without any reference of the bank is told apart by its look, and by its number among those that look alike', async () => {
    const bare = (count: number) =>
      camt054(
        head,
        'DE1',
        Array.from({ length: count }, () => arrived()),
      ).replaceAll(/<AcctSvcrRef>.*?<\/AcctSvcrRef>/g, '');
    const bookings = (list: Said[] | string) =>
      typeof list === 'string' ? list : list.map((each) => (each.kind === 'came' ? each.booking : ''));
    const [first, second] = bookings(await said(bare(2)));
    assert.ok(first !== second);
    assert.deepEqual(bookings(await said(bare(1))), [first]);
  });
  test('by an entry that reverses a debit of ours came in, and by one that takes a credit back it left', async () => {
    const xml = camt054(head, 'DE1', [arrived({ endToEndId: 'wd_1' })]).replace(
      '</Sts>',
      '</Sts><RvslInd>true</RvslInd>',
    );
    const [heard] = await said(xml);
    assert.ok(typeof heard === 'object' && heard.kind === 'returned');
  });
  test('wrong in the last entry makes the whole file wrong, and the line of it is told', async () => {
    const xml = camt054(head, 'DE1', [arrived(), arrived({ minor: '5' })])
      .replaceAll('<Ntry>', '\n<Ntry>')
      .replaceAll('0.05', '0.005');
    const { read } = await heardOf(xml);
    assert.deepEqual(read, { ok: false, error: { code: 'amount_not_usable', line: 4 } });
  });
});

describe('a report of the bank', () => {
  test('tells what it thinks of each payment', async () => {
    const xml = pain002(head, 'pb_1', [
      { endToEndId: 'wd_1', status: 'ACSP', code: null },
      { endToEndId: 'wd_2', status: 'RJCT', code: 'AC04' },
    ]);
    assert.deepEqual(await said(xml), [
      { kind: 'accepted', file: 'pb_1', payment: 'wd_1', bankCode: '' },
      { kind: 'rejected', file: 'pb_1', payment: 'wd_2', bankCode: 'AC04' },
    ]);
  });

  test('tells a booking under one reference, in a notification and in the statement', async () => {
    const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: -10_000n };
    const expected = [
      { kind: 'booked', payment: 'wd_1', amount: money(10_000n, 'EUR'), entry: 'out:B1:wd_1', bankCode: '' },
      {
        kind: 'returned',
        payment: 'wd_1',
        amount: money(10_000n, 'EUR'),
        entry: 'in:B2:wd_1',
        bankCode: 'AC04',
      },
    ];
    assert.deepEqual(await said(camt054(head, 'DE1', [booking, back])), expected);
    assert.deepEqual(await said(camt053(head, 'DE1', day, [booking, back])), expected);
  });

  for (const [message, xml] of [
    ['pain.002.001.10', pain002(head, 'pb_1', [{ endToEndId: 'wd_1', status: 'RJCT', code: 'AC04' }])],
    ['camt.054.001.08', camt054(head, 'DE89370400440532013000', [booking, back])],
    [
      'camt.054.001.08',
      camt054(head, 'DE89370400440532013000', [arrived({ from: { ...payer, sent: '10250' } })]),
    ],
    [
      'camt.053.001.08',
      camt053(
        head,
        'DE89370400440532013000',
        { day: '2026-12-02', currency: 'EUR', opening: 5n, closing: -3n },
        [booking],
      ),
    ],
  ] as const)
    test(`of the simulated bank is a valid ${message}`, { skip }, async () => {
      assert.ok(folder);
      assert.deepEqual(await validate(folder, message, xml), []);
    });

  test(
    'of a real bank is read in its old version too: a refusal of the whole file, and of a block of it',
    { skip },
    async () => {
      const sample = (name: string) =>
        said(fs.readFileSync(join(samples ?? '', name), 'utf8'), { currencyOf: () => 'EUR' });
      assert.deepEqual(await sample('pain002.v3.group-reject.xml'), [
        { kind: 'rejected', file: 'MSGID-PS-TEST-0708-01', payment: null, bankCode: 'DU01' },
      ]);
      assert.deepEqual(await sample('pain002.v3.payment-reject.xml'), [
        { kind: 'rejected', file: 'MSGID-COM-SCE25-1707-01', payment: null, bankCode: 'NARR' },
      ]);
      for (const name of ['camt053.v2.minimal.xml', 'camt053.v8.xml'])
        assert.ok(Array.isArray(await sample(name)), name);
      // It tells of Swedish crowns only: of an account in euro that is nobody's file of ours.
      assert.deepEqual(await sample('camt054.v8-with-UETR.xml'), 'currency_not_of_account');
    },
  );

  const ofDay = { day: '2026-12-02', currency: 'CNY', opening: 0n, closing: 0n };
  const BAD = [
    ['a file that was cut off', camt054(head, 'DE1', [booking]).slice(0, 400), 'not_xml'],
    ['something else', 'Service unavailable', 'not_xml'],
    ['an entity of its own', `<!DOCTYPE x [<!ENTITY a "1">]>${camt054(head, 'DE1', [booking])}`, 'has_dtd'],
    ['a message of another kind', '<Document><CstmrCdtTrfInitn/></Document>', 'not_a_report'],
    [
      'an amount with half a cent',
      camt054(head, 'DE1', [booking]).replaceAll('100.00', '100.005'),
      'amount_not_usable',
    ],
    [
      'an amount in words of a computer',
      camt054(head, 'DE1', [booking]).replaceAll('100.00', '1e2'),
      'amount_not_usable',
    ],
    [
      'an amount below zero',
      camt054(head, 'DE1', [booking]).replaceAll('100.00', '-100.00'),
      'amount_not_usable',
    ],
    [
      'a currency that is none',
      camt054(head, 'DE1', [booking]).replaceAll('EUR', 'EUX'),
      'amount_not_usable',
    ],
    ['elements without end', '<a>'.repeat(100), 'too_deep'],
    ['a text without end', `<Document><a>${'x'.repeat(70_000)}</a></Document>`, 'too_large'],
    ['more elements than any message has', `<Document>${'<a/>'.repeat(200_001)}</Document>`, 'too_large'],
    ['an account that is not ours', camt054(head, 'DE2', [booking]), 'account_not_ours'],
    [
      'nothing but money in another currency than the account has',
      camt054(head, 'CN1', [arrived()]),
      'currency_not_of_account',
    ],
    [
      'a payment of ours in another currency than the account has',
      camt053(head, 'CN1', ofDay, [booking]),
      'currency_not_of_account',
    ],
    [
      'a payment of ours of nothing',
      batch(['0.00'], '100.00').replaceAll('NOTPROVIDED', 'wd_1'),
      'amount_not_usable',
    ],
    [
      'more than the ledger can hold',
      camt054(head, 'DE1', [arrived({ minor: '1000000000000001' })]),
      'amount_not_usable',
    ],
  ] as const;
  for (const [what, xml, code] of BAD)
    test(`${what} is refused as a whole`, async () => {
      assert.equal(await said(xml), code);
    });

  test('of a pending booking says nothing yet, and zeros behind the last digit are no half cents', async () => {
    const xml = camt054(head, 'DE1', [booking]);
    assert.deepEqual(await said(xml.replace('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>')), []);
    assert.deepEqual(
      await said(xml.replace('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>').replaceAll('100.00', '100.000')),
      [
        {
          kind: 'booked',
          payment: 'wd_1',
          amount: money(10_000n, 'EUR'),
          entry: 'out:B1:wd_1',
          bankCode: '',
        },
      ],
    );
  });
});
