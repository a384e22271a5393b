import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExpired, KEPT_CARD_STATES, type KeptCardState } from '#common/kept-card';
import { money } from '#common/money';
import type { CardCharge } from '#connectors';
import { newId } from '#platform/ids';
import type { AcquirerAnswer } from '../top-up/top-up.ts';
import { decideKeeping } from './decide.ts';

const id = newId('kc');
const nothing = money(0n, 'CNY');
const charge = (more: Partial<CardCharge> = {}): CardCharge => ({
  id: 'ch_1',
  reference: id,
  amount: nothing,
  card: { brand: 'visa', last4: '4242', expiry: '12/40' },
  refunded: nothing,
  chargedBack: nothing,
  kept: null,
  ...more,
});
const kept = { id: 'card_1', fingerprint: 'f'.repeat(32) };
const ANSWERS = {
  succeeded: { kind: 'succeeded', charge: charge({ kept }) },
  succeeded_but_kept_nothing: { kind: 'succeeded', charge: charge() },
  other_sum: { kind: 'succeeded', charge: charge({ kept, amount: money(1n, 'CNY') }) },
  challenge: { kind: 'requires_challenge', url: 'https://bank.example/c', charge: charge() },
  processing: { kind: 'processing', charge: charge() },
  declined: { kind: 'declined', code: 'do_not_honor', charge: charge() },
  given_up: { kind: 'declined', code: 'cancelled', charge: charge() },
  token_used: { kind: 'declined', code: 'token_invalid', charge: null },
  not_taken: { kind: 'not_taken' },
  not_found: { kind: 'not_found' },
  cancelled: { kind: 'cancelled' },
  unknown: { kind: 'unknown', cause: 'timeout' },
} as const satisfies Record<string, AcquirerAnswer>;

/** What becomes of a card, by where it stands and what the acquirer says: at once, late, twice or never. */
const TABLE: Record<keyof typeof ANSWERS, Record<KeptCardState | 'overdue', string>> = {
  succeeded: {
    asked: 'keep',
    challenged: 'keep',
    overdue: 'keep',
    kept: 'nothing',
    failed: 'forget',
    removed: 'forget',
  },
  succeeded_but_kept_nothing: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  other_sum: {
    asked: 'cancel',
    challenged: 'cancel',
    overdue: 'cancel',
    kept: 'nothing',
    failed: 'forget',
    removed: 'forget',
  },
  challenge: {
    asked: 'challenge',
    challenged: 'nothing',
    overdue: 'cancel',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'cancel',
  },
  processing: {
    asked: 'ask_later',
    challenged: 'ask_later',
    overdue: 'ask_later',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'cancel',
  },
  declined: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  given_up: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  token_used: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  not_taken: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  not_found: {
    asked: 'cancel',
    challenged: 'cancel',
    overdue: 'cancel',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'cancel',
  },
  cancelled: {
    asked: 'fail',
    challenged: 'fail',
    overdue: 'fail',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'end',
  },
  unknown: {
    asked: 'ask_later',
    challenged: 'nothing',
    overdue: 'ask_later',
    kept: 'nothing',
    failed: 'nothing',
    removed: 'ask_later',
  },
};

test('every answer in every state is decided as the table says', () => {
  for (const [name, answer] of Object.entries(ANSWERS))
    for (const place of [...KEPT_CARD_STATES, 'overdue'] as const) {
      const isOverdue = place === 'overdue';
      const state = isOverdue ? 'challenged' : place;
      const vaultId = state === 'kept' ? kept.id : null;
      const decided = decideKeeping({ id, state, vaultId, amount: nothing }, answer, { isOverdue });
      assert.equal(decided.do, TABLE[name as keyof typeof ANSWERS][place], `${name} while ${place}`);
    }
});

test('a card that is forgotten already is not forgotten again', () => {
  const removed = { id, state: 'removed', vaultId: kept.id, amount: nothing } as const;
  assert.deepEqual(decideKeeping(removed, ANSWERS.succeeded, { isOverdue: false }), { do: 'nothing' });
});

test('a card is good until the end of its month', () => {
  for (const [expiry, day, expected] of [
    ['11/26', '2026-11-30', false],
    ['11/26', '2026-12-01', true],
    ['01/27', '2026-12-31', false],
    ['12/40', '2026-12-31', false],
    ['12/25', '2026-01-01', true],
  ] as const)
    assert.equal(isExpired(expiry, day), expected, `${expiry} on ${day}`);
});
