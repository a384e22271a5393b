import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { schemaFolder, validate } from '#test/iso20022';
import { readFile } from '../../../simulators/bank/payments.ts';
import { camt053, camt054, pain002 } from '../../../simulators/bank/reports.ts';
import { readDebtorAccounts } from './bank-channel.ts';
import { readReport } from './read-report.ts';
import { type FileToWrite, writePain001 } from './write-pain001.ts';

const folder = schemaFolder();
const skip = folder === null ? 'ISO20022_XSD_DIR names no folder with the schemas' : false;
/** Published examples of real banks lie beside the schemas, where there are any. */
const samples = folder === null ? null : join(folder, '../samples');

const NASTY = '  <b>&amp; "Łukasz" ‘O’Neill’ \u0007\u{1F600} 林知夏';
const euros: FileToWrite = {
  id: 'pb_01JDB8C2QX7Z3W4V5T6R8P9N0M',
  madeAt: '2026-12-02T13:00:00.123Z',
  executionDay: '2026-12-02',
  total: money(300_05n, 'EUR'),
  debtor: {
    name: 'OKPay Zahlungen GmbH',
    account: { scheme: 'iban', number: 'DE89370400440532013000', bankCode: null },
  },
  payments: [
    {
      id: 'wd_01JDB8C2QX7Z3W4V5T6R8P9N0M',
      amount: money(100_00n, 'EUR'),
      holderName: 'Anna Smith',
      scheme: 'iban',
      number: 'FR1420041010050500013M02606',
      bankCode: null,
    },
    {
      id: 'wd_01JDB8C2QX7Z3W4V5T6R8P9N0N',
      amount: money(200_05n, 'EUR'),
      holderName: NASTY + 'x'.repeat(200),
      scheme: 'iban',
      number: 'DE75512108001245126199',
      bankCode: null,
    },
  ],
};
const yuan: FileToWrite = {
  ...euros,
  total: money(100n, 'CNY'),
  debtor: {
    name: 'OKPay',
    account: { scheme: 'cn', number: '110910000000000123', bankCode: '308584000013' },
  },
  payments: [
    {
      id: 'wd_01JDB8C2QX7Z3W4V5T6R8P9N0M',
      amount: money(100n, 'CNY'),
      holderName: '林知夏',
      scheme: 'cn',
      number: '6222000011112222',
      bankCode: '102100099996',
    },
  ],
};

describe('a file of payments', () => {
  for (const [what, file] of [
    ['euros', euros],
    ['yuan', yuan],
  ] as const)
    test(`in ${what} is valid by the schema of ISO 20022`, { skip }, async () => {
      assert.ok(folder);
      assert.deepEqual(await validate(folder, 'pain.001.001.09', writePain001(file)), []);
    });

  test('is read by a bank as it was meant, whatever a name is made of', () => {
    const read = readFile(writePain001(euros));
    assert.ok(read);
    assert.deepEqual(
      [read.messageId, read.count, read.sum, read.debtorAccount],
      [euros.id, '2', '300.05', 'DE89370400440532013000'],
    );
    assert.deepEqual(
      read.payments.map(({ endToEndId, amount, currency, creditorAccount }) => [
        endToEndId,
        amount,
        currency,
        creditorAccount,
      ]),
      [
        ['wd_01JDB8C2QX7Z3W4V5T6R8P9N0M', '100.00', 'EUR', 'FR1420041010050500013M02606'],
        ['wd_01JDB8C2QX7Z3W4V5T6R8P9N0N', '200.05', 'EUR', 'DE75512108001245126199'],
      ],
    );
    assert.match(read.payments[1]?.creditorName ?? '', /<b>&amp; "Łukasz"/);
    assert.equal([...(read.payments[1]?.creditorName ?? '')].length, 140);
  });

  test('is the same to the byte whenever it is made', () =>
    assert.equal(writePain001(euros), writePain001(euros)));
});

const head = { id: 'R1', at: '2026-12-02T13:00:00Z' };
const booking = {
  reference: 'B1',
  endToEndId: 'wd_1',
  direction: 'DBIT',
  minor: '10000',
  currency: 'EUR',
  day: '2026-12-02',
  returnCode: null,
} as const;
const back = { ...booking, reference: 'B2', direction: 'CRDT', returnCode: 'AC04' } as const;
const said = (xml: string) => {
  const read = readReport(xml, (id) => id.startsWith('wd_'));
  return read.ok ? read.value.said : read.error.code;
};

describe('a report of the bank', () => {
  test('tells what it thinks of each payment', () => {
    const xml = pain002(head, 'pb_1', [
      { endToEndId: 'wd_1', status: 'ACSP', code: null },
      { endToEndId: 'wd_2', status: 'RJCT', code: 'AC04' },
    ]);
    assert.deepEqual(said(xml), [
      { kind: 'accepted', file: 'pb_1', payment: 'wd_1', bankCode: '' },
      { kind: 'rejected', file: 'pb_1', payment: 'wd_2', bankCode: 'AC04' },
    ]);
  });

  test('tells a booking under one reference, in a notification and in the statement', () => {
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
    assert.deepEqual(said(camt054(head, 'DE1', [booking, back])), expected);
    assert.deepEqual(said(camt053(head, 'DE1', day, [booking, back])), expected);
  });

  for (const [message, xml] of [
    ['pain.002.001.10', pain002(head, 'pb_1', [{ endToEndId: 'wd_1', status: 'RJCT', code: 'AC04' }])],
    ['camt.054.001.08', camt054(head, 'DE89370400440532013000', [booking, back])],
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
    () => {
      const sample = (name: string) => said(fs.readFileSync(join(samples ?? '', name), 'utf8'));
      assert.deepEqual(sample('pain002.v3.group-reject.xml'), [
        { kind: 'rejected', file: 'MSGID-PS-TEST-0708-01', payment: null, bankCode: 'DU01' },
      ]);
      assert.deepEqual(sample('pain002.v3.payment-reject.xml'), [
        { kind: 'rejected', file: 'MSGID-COM-SCE25-1707-01', payment: null, bankCode: 'NARR' },
      ]);
      for (const name of ['camt053.v2.minimal.xml', 'camt053.v8.xml', 'camt054.v8-with-UETR.xml'])
        assert.ok(Array.isArray(sample(name)), name);
    },
  );

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
  ] as const;
  for (const [what, xml, code] of BAD)
    test(`${what} is refused as a whole`, () => {
      assert.equal(said(xml), code);
    });

  test('of a pending booking says nothing yet, and zeros behind the last digit are no half cents', () => {
    const xml = camt054(head, 'DE1', [booking]);
    assert.deepEqual(said(xml.replace('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>')), []);
    assert.deepEqual(
      said(xml.replace('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>').replaceAll('100.00', '100.000')),
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

test('our accounts are read from the setting, each currency once', () => {
  const read = readDebtorAccounts('EUR=DE89370400440532013000, CNY=110910000000000123@308584000013');
  assert.deepEqual(
    [...(read ?? [])],
    [
      ['EUR', { scheme: 'iban', number: 'DE89370400440532013000', bankCode: null }],
      ['CNY', { scheme: 'cn', number: '110910000000000123', bankCode: '308584000013' }],
    ],
  );
  for (const bad of [
    '',
    'EUR',
    'EUX=DE89370400440532013000',
    'EUR=DE1,EUR=DE2',
    'EUR=DE89370400440532013000,EUR=DE75512108001245126199',
  ])
    assert.equal(readDebtorAccounts(bad), null, bad);
});
