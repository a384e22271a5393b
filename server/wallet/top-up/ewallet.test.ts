import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TOP_UP_STATES, type TopUpState } from '#common/api/entry-kinds';
import type { CustomerId, QuoteId, TopUpId } from '#common/id';
import { money, type Money } from '#common/money';
import type { EwalletOutcome, EwalletPayment } from '#connectors';

import { Temporal } from '#platform/clock';
import { decideOutcome } from './decide.ts';
import { ewalletAnswer } from './provider.ts';
import type { StandingTopUp } from './top-up.ts';

const cny = (minor: bigint): Money => money(minor, 'CNY');
const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const customer = 'cus_01JDB8C2QX7Z3W4V5T6R8P9N0M' as CustomerId;
const id = 'tu_01JDB8C2QX7Z3W4V5T6R8P9N0M' as TopUpId;
const topUp = (state: TopUpState): StandingTopUp => ({
  id,
  customer,
  quote: 'qt_01JDB8C2QX7Z3W4V5T6R8P9N0M' as QuoteId,
  tokenDigest: Buffer.alloc(32),
  amount: cny(1_000_00n),
  fee: cny(3_00n),
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
  chargeId: 'wp_1',
  card: null,
  ewallet: { name: 'Sandpay', account: null },
  asks: 0,
  createdAt: now,
  held: cny(0n),
  holdNumber: 0,
  chargedBack: cny(0n),
  state,
  since: now,
  dueAt: null,
});
const payment = (more: Partial<EwalletPayment> = {}): EwalletPayment => ({
  id: 'wp_1',
  reference: id,
  amount: cny(1_003_00n),
  refunded: cny(0n),
  account: '•••• 1001',
  ...more,
});
const answers = {
  paid: { kind: 'paid', payment: payment() },
  waits: { kind: 'awaits_approval', url: 'https://wallet.example/pay/wp_1', payment: payment() },
  processing: { kind: 'processing', payment: payment() },
  refused: { kind: 'declined', code: 'refused_by_payer', payment: payment() },
  no_money: { kind: 'declined', code: 'insufficient_funds', payment: payment() },
  declined: { kind: 'declined', code: 'account_declined', payment: payment() },
  expired: { kind: 'declined', code: 'expired', payment: payment() },
  given_up: { kind: 'declined', code: 'cancelled', payment: payment() },
  closed: { kind: 'cancelled' },
  not_found: { kind: 'not_found' },
  unknown: { kind: 'unknown', cause: 'timeout' },
  unreachable: { kind: 'unavailable', cause: 'connection_refused' },
  other_sum: { kind: 'paid', payment: payment({ amount: cny(1_003_01n) }) },
  other_payment: { kind: 'paid', payment: payment({ id: 'wp_2' }) },
} as const satisfies Record<string, EwalletOutcome | { kind: 'not_found' | 'cancelled' }>;
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
/** What is over stays over; a yes after a no is for people. */
const AFTER_AN_END = 'nothing nothing contradict contradict nothing nothing nothing nothing';
const NOTHING = 'nothing nothing nothing nothing nothing nothing nothing nothing';

describe('an answer of the e-wallet is read into a top-up: state × answer', () => {
  // Before the spaces: created, awaiting its owner, checking; then what it finds when people have it or it is over.
  const table: Record<keyof typeof answers, string> = {
    paid: `settle settle settle ${AFTER_AN_END}`,
    waits: `challenge watch challenge ${NOTHING}`,
    processing: `lose lose ask_later ${NOTHING}`,
    refused: `decline decline decline ${NOTHING}`,
    no_money: `decline decline decline ${NOTHING}`,
    declined: `decline decline decline ${NOTHING}`,
    expired: `expire expire expire ${NOTHING}`,
    given_up: `expire expire expire ${NOTHING}`,
    closed: `decline decline decline ${NOTHING}`,
    not_found: `cancel cancel cancel ${NOTHING}`,
    unknown: `lose watch ask_later ${NOTHING}`,
    unreachable: `lose watch ask_later ${NOTHING}`,
    other_sum: `mismatch mismatch mismatch ${AFTER_AN_END}`,
    other_payment: `mismatch mismatch mismatch ${AFTER_AN_END}`,
  };
  assert.deepEqual([...states].toSorted(), [...TOP_UP_STATES].toSorted(), 'every state has its column');
  for (const [name, row] of Object.entries(table)) {
    const expected = row.split(' ');
    assert.equal(expected.length, states.length);
    for (const [place, state] of states.entries())
      test(`${name} for one that is ${state}: ${expected[place]}`, () => {
        const answer = ewalletAnswer(answers[name as keyof typeof answers]);
        assert.equal(decideOutcome(topUp(state), answer, { isOverdue: false }).do, expected[place]);
      });
  }

  test('when its owner’s time is over, it is given up before anything is told, and what nobody knows is asked', () => {
    const late = { isOverdue: true };
    const decided = (answer: keyof typeof answers) =>
      decideOutcome(topUp('awaiting_challenge'), ewalletAnswer(answers[answer]), late).do;
    assert.deepEqual(
      [decided('waits'), decided('unknown'), decided('paid'), decided('expired')],
      ['cancel', 'lose', 'settle', 'expire'],
    );
  });

  test('each no has the reason that its owner can act on', () => {
    const reasonOf = (answer: keyof typeof answers): unknown => {
      const outcome = decideOutcome(topUp('awaiting_challenge'), ewalletAnswer(answers[answer]), {
        isOverdue: false,
      });
      return 'reason' in outcome ? outcome.reason.code : outcome.do;
    };
    assert.deepEqual(
      [reasonOf('refused'), reasonOf('no_money'), reasonOf('declined'), reasonOf('closed')],
      ['ewallet_refused', 'ewallet_insufficient_funds', 'ewallet_declined', 'ewallet_unavailable'],
    );
  });
});
