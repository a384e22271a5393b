import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TOP_UP_STATES, type TopUpState } from '#common/api/entry-kinds';
import type { CustomerId, QuoteId, TopUpId } from '#common/id';
import { money } from '#common/money';
import type { CardCharge } from '#connectors';
import { Temporal } from '#platform/clock';
import type { LimitFacts } from '#risk';
import { decideOutcome, decideQuote, divideChargeback, type QuoteFacts } from './decide.ts';
import type { AcquirerAnswer, StandingTopUp } from './top-up.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const customer = 'cus_01JDB8C2QX7Z3W4V5T6R8P9N0M' as CustomerId;
const rates = { day: '2026-11-20', source: 'sample', rates: { CNY: { mantissa: 83_000n, scale: 4 } } };
const limits = (usedMinor: bigint): LimitFacts => ({
  customer,
  capability: 'top_up',
  day: Temporal.PlainDate.from('2026-11-22'),
  resetsAt: { day: now, month: now },
  limits: [
    { window: 'payment', rule: 'p', limit: cny(20_000_00n) },
    { window: 'day', rule: 'd', limit: cny(50_000_00n) },
    { window: 'month', rule: 'm', limit: cny(200_000_00n) },
  ],
  used: { day: cny(usedMinor), month: cny(usedMinor) },
  home: null,
  rates,
});

describe('the terms of a top-up are decided', () => {
  const tariff = { rule: 't', feeBasisPoints: 60, feeMin: cny(10n), amountMin: cny(100n) };
  const release = {
    rule: { rule: 'r', atOnce: cny(2_000_00n), windowHours: 24, delayHours: 72 },
    grantedInWindow: cny(0n),
    rates,
  };
  const fine: QuoteFacts = { block: null, tariff, offered: ['CNY'], limits: limits(0n), release };
  const worst: QuoteFacts = { ...fine, block: 'other', tariff: null, limits: limits(50_000_00n) };
  // One row per refusal in order of precedence: each row mends what the row before was refused for.
  const cases: [string, bigint, QuoteFacts][] = [
    ['account_cannot_send', 0n, worst],
    ['frozen_by_owner', 0n, { ...worst, block: 'self_frozen' }],
    ['amount_not_positive', 0n, { ...worst, block: null }],
    ['amount_not_positive', -1n, { ...worst, block: null }],
    ['amount_too_large', 10n ** 15n + 1n, { ...worst, block: null }],
    ['currency_not_offered', 1n, { ...worst, block: null }],
    ['amount_below_minimum', 99n, { ...fine, limits: limits(50_000_00n) }],
    ['limit_per_payment', 20_000_01n, { ...fine, limits: limits(50_000_00n) }],
    ['limit_per_day', 20_000_00n, { ...fine, limits: limits(50_000_00n) }],
    ['fee 12000', 20_000_00n, fine],
    ['fee 10', 100n, fine],
  ];
  for (const [expected, minor, facts] of cases) {
    test(`${minor}: ${expected}`, () => {
      const decided = decideQuote(cny(minor), facts);
      assert.equal(decided.ok ? `fee ${decided.value.fee.minor}` : decided.error.code, expected);
    });
  }
});

const id = 'tu_01JDB8C2QX7Z3W4V5T6R8P9N0M' as TopUpId;
const topUp = (state: TopUpState, more: Partial<StandingTopUp> = {}): StandingTopUp => ({
  id,
  customer,
  quote: 'qt_01JDB8C2QX7Z3W4V5T6R8P9N0M' as QuoteId,
  tokenDigest: Buffer.alloc(32),
  amount: cny(1_000_00n),
  fee: cny(6_00n),
  atOnce: cny(1_000_00n),
  needsReview: false,
  keptCard: null,
  keepsCard: false,
  suspendedAt: null,
  returnedAt: null,
  delayedUntil: null,
  granted: cny(1_000_00n),
  usage: {
    customer,
    capability: 'top_up',
    day: Temporal.PlainDate.from('2026-11-22'),
    counted: cny(1_000_00n),
  },
  isCharged: true,
  chargeId: null,
  card: null,
  ewallet: null,
  asks: 0,
  createdAt: now,
  held: cny(0n),
  holdNumber: 0,
  chargedBack: cny(0n),
  state,
  since: now,
  dueAt: null,
  ...more,
});
const charge = (more: Partial<CardCharge> = {}): CardCharge => ({
  id: 'ch_1',
  reference: id,
  amount: cny(1_006_00n),
  card: { brand: 'Visa', last4: '4242', expiry: '12/40' },
  refunded: cny(0n),
  kept: null,
  chargedBack: cny(0n),
  ...more,
});

const answers = {
  succeeded: { kind: 'succeeded', charge: charge() },
  challenge: { kind: 'requires_challenge', url: 'https://bank.example/c', charge: charge() },
  processing: { kind: 'processing', charge: charge() },
  declined: { kind: 'declined', code: 'insufficient_funds', charge: charge() },
  given_up: { kind: 'declined', code: 'cancelled', charge: charge() },
  token_used: { kind: 'declined', code: 'token_invalid', charge: null },
  not_taken: { kind: 'not_taken' },
  not_found: { kind: 'not_found' },
  closed: { kind: 'cancelled' },
  unknown: { kind: 'unknown', cause: 'timeout' },
  other_sum: { kind: 'succeeded', charge: charge({ amount: cny(1_006_01n) }) },
  other_currency: { kind: 'succeeded', charge: charge({ amount: money(1_006_00n, 'USD') }) },
  charged_back: { kind: 'succeeded', charge: charge({ chargedBack: cny(1_006_00n) }) },
} as const satisfies Record<string, AcquirerAnswer>;

describe('an answer of the acquirer is read into a top-up', () => {
  const states = [
    'created',
    'awaiting_challenge',
    'checking',
    'conflict',
    'settled',
    'failed',
    'expired',
    'charged_back',
    'in_review',
    'refunding',
    'refunded',
  ] as const;
  // Rows: what was answered. Columns: the state it finds.
  const table: Record<keyof typeof answers, readonly string[]> = {
    //                created       awaiting      checking      conflict   settled        failed        expired       charged_back  in_review  refunding  refunded
    succeeded: [
      'settle',
      'settle',
      'settle',
      'nothing',
      'nothing',
      'contradict',
      'contradict',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    challenge: [
      'challenge',
      'nothing',
      'challenge',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    processing: [
      'lose',
      'lose',
      'ask_later',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    declined: [
      'decline',
      'decline',
      'decline',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    given_up: [
      'expire',
      'expire',
      'expire',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    token_used: [
      'decline',
      'decline',
      'decline',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    not_taken: [
      'decline',
      'decline',
      'decline',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    not_found: [
      'cancel',
      'cancel',
      'cancel',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    closed: [
      'decline',
      'decline',
      'decline',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    unknown: [
      'lose',
      'nothing',
      'ask_later',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    other_sum: [
      'mismatch',
      'mismatch',
      'mismatch',
      'nothing',
      'nothing',
      'contradict',
      'contradict',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    other_currency: [
      'mismatch',
      'mismatch',
      'mismatch',
      'nothing',
      'nothing',
      'contradict',
      'contradict',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ],
    charged_back: [
      'settle',
      'settle',
      'settle',
      'nothing',
      'charge_back',
      'contradict',
      'contradict',
      'charge_back',
      'charge_back',
      'nothing',
      'nothing',
    ],
  };
  assert.deepEqual([...states].toSorted(), [...TOP_UP_STATES].toSorted());
  for (const [answer, row] of Object.entries(table) as [keyof typeof answers, readonly string[]][]) {
    for (const [column, state] of states.entries()) {
      test(`${answer} while ${state}: ${row[column]}`, () => {
        assert.equal(decideOutcome(topUp(state), answers[answer], { isOverdue: false }).do, row[column]);
      });
    }
  }

  test('when the time for a challenge is over, an unfinished one is given up and a lost one is checked', () => {
    const over = (answer: AcquirerAnswer) =>
      decideOutcome(topUp('awaiting_challenge'), answer, { isOverdue: true }).do;
    assert.equal(over(answers.challenge), 'cancel');
    assert.equal(over(answers.unknown), 'lose');
    assert.equal(over(answers.succeeded), 'settle', 'finished in the last second');
  });

  test('another charge under our reference is a mismatch, a further part of a chargeback only its difference', () => {
    assert.equal(
      decideOutcome(topUp('checking', { chargeId: 'ch_0' }), answers.succeeded, { isOverdue: false }).do,
      'mismatch',
    );
    const part = decideOutcome(topUp('charged_back', { chargedBack: cny(400_00n) }), answers.charged_back, {
      isOverdue: false,
    });
    assert.deepEqual(part.do === 'charge_back' && part.part, cny(606_00n));
    const told = topUp('charged_back', { chargedBack: cny(1_006_00n) });
    assert.equal(decideOutcome(told, answers.charged_back, { isOverdue: false }).do, 'nothing');
  });
});

test('the parts of a chargeback give the customer’s share and the fee exactly, however it is cut', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.bigInt({ min: 0n, max: 10n ** 6n }),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { maxLength: 20 }),
      (amount, fee, cuts) => {
        let taken = 0n;
        let fromCustomer = 0n;
        let fromFee = 0n;
        for (const cut of [...cuts, amount + fee]) {
          const part = cut < amount + fee - taken ? cut : amount + fee - taken;
          if (part === 0n) continue;
          const divided = divideChargeback(
            { amount: cny(amount), fee: cny(fee), chargedBack: cny(taken) },
            cny(part),
          );
          assert.ok(divided.fromCustomer.minor >= 0n && divided.fromFee.minor >= 0n);
          assert.equal(divided.fromCustomer.minor + divided.fromFee.minor, part);
          taken += part;
          fromCustomer += divided.fromCustomer.minor;
          fromFee += divided.fromFee.minor;
        }
        assert.equal(fromCustomer, amount);
        assert.equal(fromFee, fee);
      },
    ),
  );
});
