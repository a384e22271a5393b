// Amounts as nobody should send them, at every door that takes one: refused in words, and no row of money appears. (MON-01, MON-02)
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { done, member, preparedPayment, topUp, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const [anna, ben] = [await member(whole), await member(whole)];
await topUp(anna, money(200_00n, 'CNY'));

/** No integer of minor units as text: not understood at all. */
const UNREADABLE: unknown[] = [
  0.1 + 0.2, 1e2, 1, 0, -1, 1.005, 9007199254740993n.toString() + '.0', Number.MAX_SAFE_INTEGER, '1.00', '0.1', '1e2', '1E2', '1_000', '1,000', '１００',
  '٣', '一百', '', ' ', ' 1', '1 ', '+1', '--1', '0x10', '0b1', 'NaN', 'Infinity', '-Infinity', '1/2', '½', '1n', '100CNY', '¥100', '\u0000', '1\n',
  '9'.repeat(19), '1'.repeat(400), null, true, false, [], ['100'], {}, { value: '100' },
]; // prettier-ignore
/** Understood, and nothing that can be paid. */
const SENSELESS: [amount: string, code: string][] = [
  ['0', 'amount_not_positive'],
  ['-0', 'amount_not_positive'],
  ['00', 'amount_not_positive'],
  ['-1', 'amount_not_positive'],
  ['-999999999999999999', 'amount_not_positive'],
  ['1000000000000001', 'amount_too_large'],
  ['999999999999999999', 'amount_too_large'],
];
const CURRENCIES: unknown[] = [
  'XXX',
  'cny',
  'CNY ',
  '',
  'XAU',
  null,
  156,
  ['CNY'],
  {},
  '__proto__',
  'constructor',
];

async function rows(): Promise<Record<string, bigint>> {
  const { rows: counted } = await sql<Record<string, bigint>>`
    select (select count(*) from ledger.transfer) as transfers, (select count(*) from operations.operation) as operations,
           (select count(*) from operations.quote) as quotes, (select count(*) from identity.step_up) as proofs,
           (select coalesce(sum(used_month_minor), 0)::bigint from risk.usage) as used`.execute(
    whole.owner.read,
  );
  const [row] = counted;
  assert.ok(row);
  return row;
}

const payment = await preparedPayment(anna, ben, money(1_00n, 'CNY'));
const ask = async (path: string, body: unknown): Promise<{ status: number; told: string }> => {
  const answer = await anna.browser.call('POST', path, body, { 'idempotency-key': newId('evt') });
  return { status: answer.status, told: String(answer.body['code']) };
};

/** Every door of the contract that takes an amount. A step-up proves one, and moves nothing. */
const DOORS: Record<string, (amount: unknown, currency?: unknown) => ReturnType<typeof ask>> = {
  'a quote': (amount, currency = 'CNY') =>
    ask('/api/v1/quotes', { kind: 'card_top_up', amount: { amount, currency } }),
  'a payment': (amount, currency = 'CNY') =>
    ask('/api/v1/transfers', { ...payment, id: newId('tr'), amount: { amount, currency } }),
  'a step-up': (amount, currency = 'CNY') =>
    ask('/api/v1/step-ups', {
      action: 'transfer',
      amount,
      currency,
      payee: payment.payee,
      paymentPassword: '739584',
    }),
};

describe('an amount that is none', () => {
  for (const [door, send] of Object.entries(DOORS)) {
    test(`is refused by ${door} in ${UNREADABLE.length + SENSELESS.length + CURRENCIES.length} ways, and nothing is written`, async () => {
      const before = await rows();
      for (const bad of UNREADABLE)
        assert.deepEqual(await send(bad), { status: 400, told: 'malformed_request' }, JSON.stringify(bad));
      for (const bad of CURRENCIES)
        assert.deepEqual(
          await send('100', bad),
          { status: 400, told: 'malformed_request' },
          JSON.stringify(bad),
        );
      if (door !== 'a step-up')
        for (const [bad, code] of SENSELESS)
          assert.deepEqual(await send(bad), { status: 422, told: code }, bad);
      assert.deepEqual(await rows(), before);
    });
  }
});

test('minor units are the currency’s own: a hundred yen are a hundred, a dinar has three digits', async () => {
  const priced = async (amount: string, currency: string): Promise<unknown> => {
    const body = { kind: 'card_top_up', amount: { amount, currency } };
    return (await done(anna.browser, 'POST', '/api/v1/quotes', body))['credited'];
  };
  assert.deepEqual(await priced('1000', 'JPY'), { amount: '1000', currency: 'JPY' });
  assert.deepEqual(await priced('12345', 'KWD'), { amount: '12345', currency: 'KWD' });
});

test('a proof for one amount pays no other', async () => {
  const proven = await preparedPayment(anna, ben, money(1_00n, 'CNY'));
  const send = (amount: string) =>
    ask('/api/v1/transfers', { ...proven, id: newId('tr'), amount: { amount, currency: 'CNY' } });
  for (const other of ['99', '101', '1'])
    assert.deepEqual(await send(other), { status: 403, told: 'step_up_not_valid' }, other);
  assert.equal((await send('100')).status, 201);
});
