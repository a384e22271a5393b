import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { arrived, booking, head, heardOf, payer, said, stated } from '#test/bank-reports';
import { type Booking, camt053, camt054 } from '../../../simulators/bank/reports.ts';

/** What a bank books for itself, as it comes in. */
const INCOMES = [
  ['interest', { subFamily: 'INTR' }],
  ['a fee that is given back', { subFamily: 'CHRG' }],
  ['a fee that is taken back', { subFamily: 'CHRG', reverses: 'B1' }],
  ['a fee given back that names a payment of ours', { subFamily: 'CHRG', endToEndId: 'wd_1' }],
] as const;

describe('what a bank books for itself', () => {
  for (const [what, more] of INCOMES)
    test(`${what} came from nobody, and is no word about a payment`, async () => {
      assert.deepEqual(await said(camt054(head, 'DE1', [arrived({ ...more, from: payer })])), []);
    });
  test('stands in the statement like any other booking', async () => {
    const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: 10_000n };
    const told = await stated(camt053(head, 'DE1', day, [arrived({ subFamily: 'INTR' })]));
    assert.deepEqual(
      told.flatMap((each) => (each.kind === 'entry' ? [[each.direction, each.code]] : [])),
      [['in', 'PMNT/MDOP/INTR']],
    );
  });
});

describe('an entry of which nothing can be written down', () => {
  const bad = [
    ['zero', arrived({ reference: 'B3', minor: '0' })],
    ['in another currency than its account', arrived({ reference: 'B3', currency: 'CNY' })],
    ['in a currency that we do not have', arrived({ reference: 'B3', currency: 'EUX' })],
  ] as const;
  for (const [what, entry] of bad)
    test(`${what} is passed over and its line is told; the rest of the file counts`, async () => {
      const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: 10_000n };
      const xml = camt053(head, 'DE1', day, [entry, arrived()]).replace('<Ntry>', '\n<Ntry>');
      const { read, heard } = await heardOf(xml);
      assert.deepEqual(read, { ok: true, value: { message: 'camt.053', passedOver: [3] } });
      assert.deepEqual(
        heard.map(({ kind }) => kind),
        ['came', 'entry', 'statement'],
      );
    });
});

describe('a statement, as what our books are compared with,', () => {
  const day = { day: '2026-12-02', currency: 'EUR', opening: 5_000n, closing: -250n };
  const fee: Booking = {
    ...booking,
    reference: 'B7',
    endToEndId: 'NOTPROVIDED',
    minor: '250',
    subFamily: 'CHRG',
  };
  const entry = {
    kind: 'entry',
    day: '2026-12-02',
    bookedOn: '2026-12-02',
    booking: 'B1',
    amount: money(10_000n, 'EUR'),
    direction: 'out',
    code: 'PMNT/ICDT/ESCT',
    isReversal: false,
    refs: ['B1', 'wd_1'],
  } as const;
  const head = {
    kind: 'statement',
    currency: 'EUR',
    day: '2026-12-02',
    openingMinor: 5_000n,
    closingMinor: -250n,
  };

  test('tells every booking, also what the bank does by itself, and the balances after them', async () => {
    const own = { ...entry, booking: 'B7', amount: money(250n, 'EUR'), code: 'PMNT/MDOP/CHRG', refs: ['B7'] };
    assert.deepEqual(
      await stated(camt053({ id: 'R1', at: '2026-12-03T00:00:00Z' }, 'DE1', day, [booking, fee])),
      [entry, own, head],
    );
  });
  test('tells what a booking takes back, and one reference twice as two', async () => {
    const taken: Booking = { ...fee, reference: 'B8', reverses: 'B1' };
    const told = await stated(camt053({ id: 'R1', at: '' }, 'DE1', day, [booking, booking, taken]));
    assert.deepEqual(
      told.flatMap((each) => (each.kind === 'entry' ? [[each.booking, each.isReversal, each.refs]] : [])),
      [
        ['B1', false, ['B1', 'wd_1']],
        ['B1#2', false, ['B1', 'wd_1']],
        ['B8', true, ['B8', 'B1']],
      ],
    );
  });
  test('keeps ids of ours and references of banks, and nothing that a payer wrote', async () => {
    const xml = camt053({ id: 'R1', at: '' }, 'DE1', day, [
      arrived({ endToEndId: 'for Anna, rent' }),
      { ...booking, endToEndId: 'wd_1' },
    ]).replaceAll(
      '<EndToEndId>',
      '<MsgId>pb_1</MsgId><InstrId>Anna 555</InstrId><TxId>T1</TxId><EndToEndId>',
    );
    const told = await stated(xml);
    assert.deepEqual(
      told.flatMap((each) => (each.kind === 'entry' ? [each.refs] : [])),
      [
        ['B9', 'T1', 'pb_1'],
        ['B1', 'T1', 'wd_1', 'pb_1'],
      ],
    );
  });
  test('knows a booking again that a later statement repeats, and not by a number that begins anew each day', async () => {
    const next = { ...day, day: '2026-12-03' };
    const both = [
      camt053({ id: 'R1', at: '' }, 'DE1', day, [booking]),
      camt053({ id: 'R2', at: '' }, 'DE1', next, [booking]),
    ];
    const keys = async (xml: string) =>
      (await stated(xml)).flatMap((each) =>
        each.kind === 'entry' ? [`${each.bookedOn} ${each.booking}`] : [],
      );
    assert.deepEqual(await Promise.all(both.map(keys)), [['2026-12-02 B1'], ['2026-12-02 B1']]);
    const numbered = both.map((xml) =>
      xml
        .replace(/<AcctSvcrRef>B1<\/AcctSvcrRef>(?=<BkTxCd>)/, '')
        .replace('<Ntry>', '<Ntry><NtryRef>1</NtryRef>'),
    );
    assert.deepEqual(await Promise.all(numbered.map(keys)), [['2026-12-02 1'], ['2026-12-03 1']]);
  });
  test('is worked off many at a time: what came stands before what it is compared with', async () => {
    const { heard } = await heardOf(
      camt053({ id: 'R1', at: '' }, 'DE1', day, [arrived(), arrived({ reference: 'B10' })]),
    );
    assert.deepEqual(
      heard.map(({ kind }) => kind),
      ['came', 'came', 'entry', 'entry', 'statement'],
    );
  });
  test('is none without both balances, and a notification is none', async () => {
    const xml = camt053({ id: 'R1', at: '' }, 'DE1', day, []);
    assert.deepEqual(await stated(xml), [head]);
    assert.deepEqual(await stated(xml.replace('CLBD', 'ITBD')), []);
    assert.deepEqual(await stated(camt054({ id: 'R1', at: '' }, 'DE1', [booking])), []);
    const empty = camt053({ id: 'R1', at: '' }, 'DE1', { ...day, opening: 0n, closing: 0n }, []);
    assert.deepEqual(await stated(empty), [{ ...head, openingMinor: 0n, closingMinor: 0n }]);
  });
});
