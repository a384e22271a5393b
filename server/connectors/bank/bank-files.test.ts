import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { schemaFolder, validate } from '#test/iso20022';
import { readFile } from '../../../simulators/bank/payments.ts';
import { readBankNames, readDebtorAccounts } from './bank-channel.ts';
import { type FileToWrite, writePain001 } from './write-pain001.ts';

const folder = schemaFolder();
const skip = folder === null ? 'ISO20022_XSD_DIR names no folder with the schemas' : false;
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

test('our banks are named by the setting, each currency once', () => {
  assert.deepEqual(
    [...(readBankNames('EUR=Example Bank; CNY=示例银行, 上海') ?? [])],
    [
      ['EUR', 'Example Bank'],
      ['CNY', '示例银行, 上海'],
    ],
  );
  for (const bad of ['', 'EUR', 'EUX=Bank', 'EUR=', 'EUR=A;EUR=B'])
    assert.equal(readBankNames(bad), null, bad);
});
