import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CROSS_BORDER_STATES } from '#common/api/entry-kinds';
import { money } from '#common/money';
import type { CorrespondentWord } from '#connectors';
import { TRANSITIONS } from '#operations';
import type { MoneyPlace } from './cross-border.ts';
import { type About, decideWord, type Move } from './word.ts';

const get = money(10_000n, 'USD');
const about = (state: About['state'], at: MoneyPlace, more: Partial<About> = {}): About => ({
  state,
  money: at,
  get,
  reason: null,
  isMade: true,
  isDelivered: state === 'delivered',
  recall: null,
  ...more,
});
const payment = 'xb_1';
const accepted: CorrespondentWord = { kind: 'accepted', payment, amount: get };
const credit: CorrespondentWord = { kind: 'pending', payment, waitsFor: 'credit', amount: get };
const credited: CorrespondentWord = { kind: 'credited', payment, amount: get };
const rejected: CorrespondentWord = { kind: 'rejected', payment, bankCode: 'AC01' };
const returned: CorrespondentWord = {
  kind: 'returned',
  payment,
  reference: 'R1',
  amount: get,
  bankCode: 'AC04',
};
const less = money(9_000n, 'USD');
const granted: CorrespondentWord = { kind: 'recall_accepted', payment, bankCode: '' };

const CASES: readonly [what: string, about: About, word: CorrespondentWord, moves: readonly Move[]][] = [
  ['accepted while it is handed over', about('processing', 'held'), accepted, ['send']],
  ['accepted while nobody knows', about('checking', 'held'), accepted, ['send']],
  ['accepted twice', about('sent', 'out'), accepted, []],
  ['a word about what was never sent', about('in_review', 'held', { isMade: false }), accepted, []],
  ['further news overtakes the yes', about('processing', 'held'), credit, ['send', 'advance']],
  ['there', about('sent', 'out'), credit, ['advance']],
  ['there after it was late', about('unconfirmed', 'out'), credit, ['advance']],
  [
    'there, told again',
    about('with_correspondent', 'out', { reason: 'cross_border_pending_credit' }),
    credit,
    [],
  ],
  ['old news after the credit', about('delivered', 'out'), credit, []],
  ['credited', about('with_correspondent', 'out'), credited, ['deliver']],
  ['credited without a word before', about('checking', 'held'), credited, ['send', 'deliver']],
  ['credited twice', about('delivered', 'out'), credited, []],
  ['credited after it came back', about('returned', 'back'), credited, ['contradict']],
  ['credited ends what people look at', about('conflict', 'out'), credited, ['deliver']],
  [
    'credited once more while people look at what came back after it',
    about('conflict', 'out', { isDelivered: true }),
    credited,
    [],
  ],
  ['accepted at last, after people were asked to look', about('conflict', 'held'), accepted, ['send']],
  ['there at last, after people were asked to look', about('conflict', 'held'), credit, ['send', 'advance']],
  ['another sum', about('sent', 'out'), { ...credited, amount: less }, ['mismatch']],
  ['another sum, told again', about('conflict', 'out'), { ...credited, amount: less }, []],
  ['refused before it went', about('checking', 'held'), rejected, ['reject']],
  ['refused after the message was taken', about('sent', 'out'), rejected, ['return']],
  ['refused although it was there', about('with_correspondent', 'out'), rejected, ['mismatch']],
  ['refused twice', about('rejected', 'back'), rejected, []],
  ['came back on the way', about('with_correspondent', 'out'), returned, ['return']],
  ['came back after the credit', about('delivered', 'out'), returned, ['return']],
  ['came back before we knew that it went', about('processing', 'held'), returned, ['send', 'return']],
  ['another one came back', about('returned', 'back'), returned, ['contradict']],
  ['less came back', about('delivered', 'out'), { ...returned, amount: less }, ['contradict']],
  ['a yes to a recall', about('sent', 'out', { recall: 'asked' }), granted, ['recall_accepted']],
  ['the same yes again', about('sent', 'out', { recall: 'accepted' }), granted, []],
  ['a yes to a recall of what is back already', about('returned', 'back', { recall: 'asked' }), granted, []],
  ['a yes to what nobody asked', about('sent', 'out'), granted, []],
];
for (const [what, before, word, moves] of CASES)
  test(what, () => assert.deepEqual(decideWord(before, word), moves));

const PLACE_OF: Partial<Record<About['state'], readonly MoneyPlace[]>> = {
  in_review: ['held'],
  processing: ['held'],
  checking: ['held'],
  conflict: ['held', 'out', 'back'],
  returned: ['back'],
  rejected: ['back'],
  cancelled: ['back'],
  expired: ['back'],
  failed: ['none', 'back'],
};

test('whatever is said in whatever state, every move stands in the table and money only moves on', () => {
  const states = fc.constantFrom(...CROSS_BORDER_STATES);
  const words = fc.constantFrom<CorrespondentWord>(
    accepted,
    credit,
    credited,
    rejected,
    returned,
    granted,
    { ...credited, amount: less },
    { ...returned, amount: less },
  );
  fc.assert(
    fc.property(
      states,
      fc.nat(2),
      fc.boolean(),
      fc.array(words, { maxLength: 8 }),
      (state, place, was, told) => {
        const places = PLACE_OF[state] ?? ['out'];
        const isMade = !['in_review', 'cancelled', 'expired', 'failed'].includes(state);
        const at = places[place % places.length] ?? 'out';
        // What was credited can have come back, or be looked at by people.
        const isDelivered =
          state === 'delivered' || (was && at !== 'held' && (state === 'conflict' || at === 'back'));
        let now = about(state, at, { isMade, isDelivered });
        for (const word of told)
          for (const move of decideWord(now, word)) {
            if (move === 'send') {
              assert.equal(now.money, 'held');
              now = { ...now, money: 'out' };
            }
            if (move === 'recall_accepted' || move === 'recall_refused') continue;
            const moves: Record<string, About['state'] | undefined> = TRANSITIONS.cross_border[now.state];
            const to = moves[move];
            assert.ok(to, `${move} from ${now.state}`);
            if (move === 'deliver') {
              assert.equal(now.money, 'out');
              assert.equal(now.isDelivered, false, 'it is credited once, however often it is told');
              now = { ...now, isDelivered: true };
            }
            if (move === 'return' || move === 'reject') {
              assert.equal(now.money, move === 'return' ? 'out' : 'held');
              now = { ...now, money: 'back' };
            }
            now = { ...now, state: to };
          }
      },
    ),
    { numRuns: 500 },
  );
});
