import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WITHDRAWAL_STATES, type WithdrawalState } from '#common/api/entry-kinds';
import { money } from '#common/money';
import { TRANSITIONS } from '#operations';
import { type BankWord, decideWord, refusalOfBank } from './bank-word.ts';
import type { MoneyPlace } from './withdrawal.ts';

const amount = money(10_000n, 'EUR');
const WORDS = {
  accepted: { kind: 'accepted' },
  rejected: { kind: 'rejected', bankCode: 'AC04' },
  booked: { kind: 'booked', entry: 'B1', amount },
  'booked another sum': { kind: 'booked', entry: 'B1', amount: money(10_001n, 'EUR') },
  returned: { kind: 'returned', entry: 'B2', amount, bankCode: 'AC04' },
  'returned another sum': { kind: 'returned', entry: 'B2', amount: money(9_900n, 'EUR'), bankCode: 'AC04' },
} as const satisfies Record<string, BankWord>;
type Word = keyof typeof WORDS;

/** Where the money can be in each state. A conflict may have it anywhere. */
const PLACES: Record<WithdrawalState, readonly MoneyPlace[]> = {
  in_review: ['held'],
  requested: ['held'],
  in_batch: ['held'],
  sent: ['held'],
  accepted: ['held'],
  checking: ['held'],
  conflict: ['held', 'paid', 'back'],
  paid: ['paid'],
  returned: ['back'],
  rejected: ['back'],
  cancelled: ['back'],
  expired: ['back'],
  // Refused at the yes, or given back after somebody had looked at it.
  failed: ['none', 'back'],
};
const IN_ORDER = [
  'accepted',
  'rejected',
  'booked',
  'booked another sum',
  'returned',
  'returned another sum',
] as const;

/** State and place of the money × what the bank says, in the order above; a dot: nothing is done, whoever says it again or late. */
const TABLE: Record<string, string> = {
  'in_review held': '. . . . . .',
  'requested held': '. . . . . .',
  'in_batch held': 'accept reject pay mismatch pay+return mismatch',
  'sent held': 'accept reject pay mismatch pay+return mismatch',
  'accepted held': '. reject pay mismatch pay+return mismatch',
  'checking held': 'accept reject pay mismatch pay+return mismatch',
  'conflict held': '. reject pay . pay+return .',
  'conflict paid': '. . . . return .',
  'conflict back': '. . . . . .',
  'paid paid': '. . contradict contradict return contradict',
  'returned back': '. . contradict contradict contradict contradict',
  'rejected back': '. . contradict contradict contradict contradict',
  'cancelled back': '. . . . . .',
  'expired back': '. . . . . .',
  'failed none': '. . . . . .',
  'failed back': '. . . . . .',
};

describe('a word of the bank', () => {
  for (const state of WITHDRAWAL_STATES)
    for (const place of PLACES[state])
      test(`about one that is ${state}, its money ${place}`, () => {
        const done = IN_ORDER.map(
          (word: Word) => decideWord({ state, money: place, amount }, WORDS[word]).join('+') || '.',
        );
        assert.equal(done.join(' '), TABLE[`${state} ${place}`]);
      });

  test('is answered in every state and place that there is', () => {
    const all = WITHDRAWAL_STATES.flatMap((state) => PLACES[state].map((place) => `${state} ${place}`));
    assert.deepEqual(Object.keys(TABLE).toSorted(), all.toSorted());
  });

  test('leads only where the table of states leads', () => {
    const rows: Record<string, Record<string, string>> = TRANSITIONS.withdrawal;
    for (const state of WITHDRAWAL_STATES)
      for (const place of PLACES[state])
        for (const word of Object.values(WORDS)) {
          let at: string | undefined = state;
          for (const move of decideWord({ state, money: place, amount }, word)) {
            at = rows[at ?? '']?.[move];
            assert.ok(at !== undefined, `${state} ${word.kind} ${move}`);
          }
        }
  });
});

test('a bank’s code becomes a reason of ours; one that we do not know stands as it is', () => {
  const total = money(10_025n, 'EUR');
  assert.equal(refusalOfBank('AC04', total).code, 'payout_account_closed');
  assert.equal(refusalOfBank('ac01', total).code, 'payout_account_wrong');
  assert.deepEqual(refusalOfBank('XX99', total), { code: 'payout_refused', bankCode: 'XX99', total });
  assert.equal(refusalOfBank('', total).bankCode, '–');
  assert.equal(refusalOfBank('x'.repeat(200), total).bankCode.length, 35);
});
