import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CustomerId } from '#common/id';
import { money } from '#common/money';
import { Temporal } from '#platform/clock';
import type { LimitFacts } from '#risk';
import { decideCredit, decideOwner, type Standing } from './decide.ts';
import { putAsideReason } from './record.ts';

const eur = (minor: bigint) => money(minor, 'EUR');
const now = Temporal.Instant.from('2026-12-02T09:00:00Z');
const [anna, ben] = ['cus_01JDB8C2QX7Z3W4V5T6R8P9N0M', 'cus_01JDB8C2QX7Z3W4V5T6R8P9N0N'] as [
  CustomerId,
  CustomerId,
];

describe('whose a sum is', () => {
  const owners = [
    { reference: 'RF1', customer: anna, currency: 'EUR' },
    { reference: 'RF2', customer: anna, currency: 'CNY' },
    { reference: 'RF3', customer: ben, currency: 'EUR' },
  ] as const;
  const CASES = [
    ['no reference at all', [], null, null, 'no_reference'],
    ['one that may be meant', [], 'RF9', null, 'unknown_reference'],
    ['one that nobody has', ['RF8'], null, null, 'unknown_reference'],
    ['one of two people', ['RF1', 'RF3'], null, null, 'several_references'],
    ['one of another currency', ['RF2'], null, anna, 'currency_differs'],
    ['two of one person', ['RF1', 'RF2'], null, anna, null],
    ['one that nobody has beside a right one', ['RF8', 'RF1'], null, anna, null],
    ['the right one', ['RF1'], null, anna, null],
  ] as const;
  for (const [what, right, near, owner, why] of CASES)
    test(`${what}: ${why ?? 'known'}`, () =>
      assert.deepEqual(decideOwner({ right, near }, owners, 'EUR'), { owner, why }));
});

const limits = (usedMinor: bigint): LimitFacts => ({
  customer: anna,
  capability: 'top_up',
  day: Temporal.PlainDate.from('2026-12-02'),
  resetsAt: { day: now, month: now },
  limits: [
    { window: 'payment', rule: 'p', limit: eur(5_000_00n) },
    { window: 'day', rule: 'd', limit: eur(8_000_00n) },
  ],
  used: { day: eur(usedMinor), month: eur(usedMinor) },
  home: null,
  rates: { day: '2026-12-01', source: 'sample', rates: {} },
});
const tariff = {
  rule: 't',
  fee: eur(25n),
  amountMin: eur(100n),
  cutOff: '15:00',
  timeZone: 'Europe/Berlin',
  calendar: 'target',
  arrivesAfterDays: 1,
  sendBackAfterDays: 15,
} as const;

describe('what becomes of a sum whose owner is known', () => {
  const fine: Standing = { isClosed: false, block: null, tariff, limits: limits(0n), outcome: 'allow' };
  const worst: Standing = {
    ...fine,
    isClosed: true,
    block: 'other',
    limits: limits(9_000_00n),
    outcome: 'block',
  };
  // One row per reason in order of precedence: each row mends what the row before was put aside for.
  const CASES: readonly [string, bigint, Standing][] = [
    ['account_closed', 1n, worst],
    ['owner_blocked', 1n, { ...worst, isClosed: false }],
    ['below_minimum', 99n, { ...worst, isClosed: false, block: null }],
    ['by_rule', 100n, { ...worst, isClosed: false, block: null }],
    ['by_rule', 100n, { ...fine, limits: limits(9_000_00n), outcome: 'hold' }],
    ['over_limit', 100n, { ...fine, limits: limits(9_000_00n) }],
    ['over_limit', 5_000_01n, fine],
    ['fee 25', 100n, fine],
    ['fee 25', 100n, { ...fine, block: 'self_frozen' }],
    ['fee 25', 100n, { ...fine, outcome: 'step_up' }],
    ['fee 0', 1n, { ...fine, tariff: null }],
  ];
  for (const [expected, minor, standing] of CASES)
    test(`${minor}: ${expected}`, () => {
      const decided = decideCredit(eur(minor), standing);
      assert.equal(decided.do === 'credit' ? `fee ${decided.fee.minor}` : decided.why, expected);
    });
  test('tells nobody what a rule or a restriction says', () => {
    const told = (['owner_blocked', 'by_rule', 'account_closed'] as const).map(
      (why) => putAsideReason({ why, amount: eur(1n) }, now).code,
    );
    assert.deepEqual([...new Set(told)], ['bank_top_up_put_aside']);
  });
});
