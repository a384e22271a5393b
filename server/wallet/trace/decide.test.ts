import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TraceFinding, TracePlace } from '#common/api/trace';
import type { Entry } from '#operations';
import { Temporal } from '#platform/clock';
import { findingOf, mayAsk } from './decide.ts';

const now = Temporal.Instant.from('2026-11-24T10:00:00Z');
const [soon, before] = ['2026-11-25T10:00:00Z', '2026-11-23T10:00:00Z'];
const entry = (
  kind: Entry['kind'],
  state: Entry['state'],
  more: {
    direction?: 'in' | 'out';
    arrivesBy?: string | null;
    dueAt?: string | null;
    counterparty?: Pick<Entry['counterparty'], 'kind'>;
  } = {},
) => ({
  kind,
  state,
  direction: 'out' as const,
  arrivesBy: null,
  dueAt: null,
  counterparty: { kind: 'card' as Entry['counterparty']['kind'] },
  ...more,
});
const ewallet = { direction: 'in', counterparty: { kind: 'ewallet' } } as const;

describe('what is told of money, by where it is and how the entry stands', () => {
  const table: readonly (readonly [ReturnType<typeof entry>, TracePlace, TraceFinding, boolean])[] = [
    [entry('transfer', 'completed'), 'other_balance', 'arrived_other', true],
    [entry('transfer', 'completed', { direction: 'in' }), 'your_balance', 'arrived_yours', false],
    [entry('transfer', 'completed'), 'your_balance', 'came_back', false],
    [entry('transfer', 'completed'), 'other_balance_held', 'contested', false],
    [entry('transfer', 'failed'), 'your_balance', 'never_left', false],
    [entry('transfer', 'awaiting_pickup', { dueAt: soon }), 'your_balance_held', 'waits_for_pickup', false],
    [entry('transfer', 'cancelled'), 'your_balance', 'never_left', false],
    [entry('transfer', 'in_review', { dueAt: soon }), 'your_balance_held', 'in_review', false],
    [entry('top_up', 'settled', { direction: 'in' }), 'your_balance', 'arrived_yours', false],
    [entry('top_up', 'settled', { direction: 'in', dueAt: soon }), 'your_balance_held', 'delayed', false],
    [entry('top_up', 'failed', { direction: 'in' }), 'card', 'never_charged', false],
    [entry('top_up', 'checking', { direction: 'in' }), 'card', 'unsure', true],
    [entry('top_up', 'charged_back', { direction: 'in' }), 'your_balance', 'back_on_card', true],
    [entry('top_up', 'refunding', { direction: 'in' }), 'your_balance_held', 'back_on_card', true],
    [entry('bank_top_up', 'settled', { direction: 'in' }), 'your_balance', 'arrived_yours', false],
    [entry('bank_top_up', 'put_aside', { direction: 'in' }), 'set_aside', 'set_aside', true],
    [entry('bank_top_up', 'sent_back', { direction: 'in' }), 'bank_account', 'back_at_bank', true],
    [entry('exchange', 'completed'), 'your_balance', 'arrived_yours', false],
    [entry('exchange', 'failed'), 'your_balance', 'never_left', false],
    [entry('chargeback', 'recovered'), 'card', 'back_on_card', true],
    [entry('chargeback', 'owed'), 'card', 'with_okpay', true],
    [entry('recall', 'on_hold', { dueAt: soon }), 'your_balance_held', 'contested', false],
    [entry('recall', 'given_back', { direction: 'in' }), 'your_balance', 'came_back', false],
    [entry('withdrawal', 'requested', { arrivesBy: soon }), 'your_balance_held', 'waits_for_file', false],
    [entry('withdrawal', 'in_review', { dueAt: soon }), 'your_balance_held', 'in_review', false],
    [entry('withdrawal', 'expired', { arrivesBy: before }), 'your_balance', 'never_left', false],
    [entry('withdrawal', 'sent', { arrivesBy: soon }), 'your_balance_held', 'on_its_way', false],
    [entry('withdrawal', 'accepted', { arrivesBy: before }), 'your_balance_held', 'late', true],
    [entry('withdrawal', 'paid', { arrivesBy: soon }), 'bank_account', 'paid_out', false],
    [entry('withdrawal', 'paid', { arrivesBy: before }), 'bank_account', 'paid_out_late', true],
    [entry('withdrawal', 'returned', { arrivesBy: before }), 'your_balance', 'came_back', false],
    [entry('withdrawal', 'rejected', { arrivesBy: soon }), 'your_balance', 'came_back', false],
    [entry('withdrawal', 'returned', { arrivesBy: before }), 'set_aside', 'set_aside', true],
    [entry('top_up', 'failed', ewallet), 'ewallet', 'never_paid', false],
    [entry('top_up', 'refunded', ewallet), 'ewallet', 'back_in_ewallet', true],
    [entry('withdrawal', 'conflict', { arrivesBy: before }), 'your_balance_held', 'unsure', true],
  ];
  for (const [about, place, finding, asks] of table)
    test(`${about.kind} ${about.state} ${about.direction}, money at ${place}: ${finding}`, () => {
      const found = findingOf(about, place, now);
      assert.deepEqual([found.finding, mayAsk(found)], [finding, asks]);
    });

  test('a promise that still runs is told, and nobody is sent before it is over', () => {
    const about = entry('withdrawal', 'paid', { arrivesBy: soon });
    assert.equal(findingOf(about, 'bank_account', now).expectedBy?.toString(), soon);
    const later = Temporal.Instant.from(soon).add({ seconds: 1 });
    assert.deepEqual(findingOf(about, 'bank_account', later), {
      finding: 'paid_out_late',
      place: 'bank_account',
      expectedBy: null,
    });
  });
});
