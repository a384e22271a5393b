import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  BANK_TOP_UP_STATES,
  CHARGEBACK_STATES,
  CROSS_BORDER_STATES,
  EXCHANGE_STATES,
  OPERATION_KINDS,
  RECALL_STATES,
  TOP_UP_STATES,
  TRANSFER_STATES,
  WITHDRAWAL_STATES,
} from '#common/api/entry-kinds';
import { FAMILY_OF, nextState, TRANSITIONS } from './states.ts';

const STATES = {
  top_up: TOP_UP_STATES,
  transfer: TRANSFER_STATES,
  chargeback: CHARGEBACK_STATES,
  recall: RECALL_STATES,
  exchange: EXCHANGE_STATES,
  withdrawal: WITHDRAWAL_STATES,
  bank_top_up: BANK_TOP_UP_STATES,
  cross_border: CROSS_BORDER_STATES,
};

for (const kind of OPERATION_KINDS) {
  describe(`the states of a ${kind}`, () => {
    const table: Record<string, Record<string, string>> = TRANSITIONS[kind];

    test('are those of the contract', () => {
      assert.deepEqual(
        Object.keys(table)
          .filter((state) => state !== 'start')
          .toSorted(),
        [...STATES[kind]].toSorted(),
      );
    });

    test('can all be reached from the start', () => {
      const reached = new Set(['start']);
      for (const state of reached) for (const next of Object.values(table[state] ?? {})) reached.add(next);
      assert.deepEqual([...reached].toSorted(), Object.keys(table).toSorted());
    });

    test('each have a family of pill', () => {
      for (const state of STATES[kind]) assert.ok(FAMILY_OF[state]);
    });
  });
}

test('an event that the table does not list leads nowhere', () => {
  assert.equal(nextState('transfer', 'completed', 'refuse'), null);
  assert.equal(nextState('top_up', 'settled', 'settle'), null);
  assert.equal(nextState('top_up', 'created', 'toString'), null, 'what every object has is no event');
  assert.equal(nextState('top_up', 'created', 'settle'), 'settled');
});

test('money that has arrived never becomes a failure', () => {
  for (const event of Object.values(TRANSITIONS.top_up.settled)) assert.equal(event, 'charged_back');
});
