import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MONEY_REQUEST_STATES, type MoneyRequestState } from '#common/api/money-request';
import { Temporal } from '#platform/clock';
import { type AskFacts, decideAsk, whyOver } from './decide.ts';
import { nextState, OPEN_TO_ONE_MAX, type RequestEvent } from './money-request.ts';

const EVENTS: readonly RequestEvent[] = ['pay', 'hold', 'give_back', 'decline', 'cancel', 'expire'];
/** Every state with every event, in the order of EVENTS; a dash is no move. */
const TABLE: Record<MoneyRequestState, readonly string[]> = {
  open: ['paid', 'paying', '-', 'declined', 'cancelled', 'expired'],
  paying: ['paid', '-', 'open', '-', 'cancelled', 'expired'],
  paid: ['-', '-', '-', '-', '-', '-'],
  declined: ['-', '-', '-', '-', '-', '-'],
  cancelled: ['paid', '-', '-', '-', '-', '-'],
  expired: ['paid', '-', '-', '-', '-', '-'],
};

describe('a request in', () => {
  for (const state of MONEY_REQUEST_STATES)
    test(`${state} moves as the table says, by every event`, () => {
      assert.deepEqual(
        EVENTS.map((event) => nextState(state, event) ?? '-'),
        TABLE[state],
      );
    });
});

test('each state but the open one has its own reason why it cannot be paid', () => {
  const codes = MONEY_REQUEST_STATES.map((state) => whyOver(state)?.code ?? null);
  assert.equal(codes.filter((code) => code === null).length, 1);
  assert.equal(new Set(codes).size, MONEY_REQUEST_STATES.length);
});

const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const days = (count: number) => now.subtract({ hours: 24 * count });
const fine: AskFacts = { mayReceive: true, openToPerson: 0, reports: [] };

describe('asking, in the order in which it can be acted on', () => {
  const REFUSED: [string, Partial<AskFacts>, string][] = [
    [
      'who cannot receive hears that first',
      { mayReceive: false, openToPerson: 9, reports: [days(1), days(1), days(2)] },
      'account_cannot_receive',
    ],
    [
      'three people who reported stop the asker',
      { openToPerson: 9, reports: [days(1), days(1), days(2)] },
      'money_requests_paused',
    ],
    [
      'too many to one person',
      { openToPerson: OPEN_TO_ONE_MAX, reports: [days(1), days(2)] },
      'money_requests_open_too_many',
    ],
  ];
  for (const [name, facts, code] of REFUSED)
    test(name, () => {
      const decided = decideAsk({ ...fine, ...facts });
      assert.equal(!decided.ok && decided.error.code, code);
    });
  test('whoever is stopped is told until when: the third newest report has to be thirty days old', () => {
    const decided = decideAsk({ ...fine, reports: [days(1), days(2), days(3), days(4)] });
    assert.deepEqual(!decided.ok && decided.error, {
      code: 'money_requests_paused',
      until: days(3)
        .add({ hours: 30 * 24 })
        .toString(),
    });
  });
  test('otherwise one may ask', () => {
    assert.equal(
      decideAsk({ ...fine, openToPerson: OPEN_TO_ONE_MAX - 1, reports: [days(1), days(2)] }).ok,
      true,
    );
  });
});
