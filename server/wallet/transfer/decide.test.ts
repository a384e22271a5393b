import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CustomerId } from '#common/id';
import { money } from '#common/money';
import { Temporal } from '#platform/clock';
import { decideTransfer, type TransferFacts } from './decide.ts';
import { cleanNote } from './transfer.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const fine: TransferFacts = {
  sendBlock: null,
  mayReceive: true,
  payeeName: '王*明',
  limits: {
    customer: 'cus_01JDB8C2QX7Z3W4V5T6R8P9N0M' as CustomerId,
    capability: 'transfer',
    day: Temporal.PlainDate.from('2026-11-22'),
    resetsAt: {
      day: Temporal.Instant.from('2026-11-22T16:00:00Z'),
      month: Temporal.Instant.from('2026-11-30T16:00:00Z'),
    },
    limits: [
      { window: 'payment', rule: 'p', limit: cny(20_000_00n) },
      { window: 'day', rule: 'd', limit: cny(50_000_00n) },
      { window: 'month', rule: 'm', limit: cny(200_000_00n) },
    ],
    used: { day: cny(0n), month: cny(0n) },
    home: null,
    rates: { day: '2026-11-20', source: 'sample', rates: { CNY: { mantissa: 83_000n, scale: 4 } } },
  },
  available: cny(20_000_00n),
  debt: null,
  verdict: { set: 1, currency: 'CNY', outcome: 'allow', needsFactor: false, matched: [], facts: [] },
  device: null,
};
const usedUp = { ...fine.limits, used: { day: cny(50_000_00n), month: cny(50_000_00n) } };
const usedUpMonth = { ...fine.limits, used: { day: cny(0n), month: cny(200_000_00n) } };
const debt = { owed: cny(5n), collectsFrom: '2026-11-20T00:00:00Z' };

describe('a payment is decided', () => {
  // One row per refusal in order of precedence: each row mends what the row before was refused for.
  const cases: [string, bigint, Partial<TransferFacts>][] = [
    [
      'account_cannot_send',
      30_000_00n,
      { sendBlock: 'other', mayReceive: false, limits: usedUp, available: cny(0n), debt },
    ],
    [
      'frozen_by_owner',
      30_000_00n,
      { sendBlock: 'self_frozen', mayReceive: false, limits: usedUp, available: cny(0n), debt },
    ],
    ['payee_cannot_receive', 30_000_00n, { mayReceive: false, limits: usedUp, available: cny(0n), debt }],
    ['limit_per_payment', 30_000_00n, { limits: usedUp, available: cny(0n), debt }],
    ['limit_per_month', 20_000_00n, { limits: usedUpMonth, available: cny(0n), debt }],
    ['limit_per_day', 20_000_00n, { limits: usedUp, available: cny(0n), debt }],
    ['debt_outstanding', 20_000_00n, { available: cny(0n), debt }],
    ['insufficient_funds', 20_000_00n, { available: cny(19_999_99n) }],
    ['completed', 20_000_00n, {}],
  ];
  for (const [expected, minor, facts] of cases) {
    test(`${minor}: ${expected}`, () => {
      const decided = decideTransfer(cny(minor), { ...fine, ...facts });
      assert.equal(decided.ok ? 'completed' : decided.error.code, expected);
    });
  }
});

test('too little money is told with what is there and what is missing', () => {
  const decided = decideTransfer(cny(100_00n), { ...fine, available: cny(58_50n) });
  assert.deepEqual(decided, {
    ok: false,
    error: { code: 'insufficient_funds', available: cny(58_50n), needed: cny(100_00n), missing: cny(41_50n) },
  });
});

test('a debt that left enough behind stops nothing', () => {
  assert.ok(decideTransfer(cny(1n), { ...fine, debt }).ok);
});

test('a note is one line of visible text', () => {
  assert.equal(cleanNote('  rent\r\n November\t2026 '), 'rent November 2026');
  assert.equal(cleanNote('pay \u202Elap\u202C me\u200B'), 'pay lap me');
  assert.equal(cleanNote('房租 👨‍👩‍👧 谢谢'), '房租 👨‍👩‍👧 谢谢', 'a family stays together');
  assert.equal(cleanNote(' \u200B\n '), null);
  assert.equal(cleanNote(null), null);
  assert.equal([...(cleanNote('好'.repeat(200)) ?? '')].length, 140);
});
