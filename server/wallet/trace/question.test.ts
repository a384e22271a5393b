import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BANK_SAID, type BankSaid, QUESTION_STATES, type TraceAnswer } from '#common/api/trace';
import {
  eventOf,
  kindOf,
  nextQuestionState,
  onSilence,
  QUESTION_TRANSITIONS,
  type QuestionEvent,
  suggestionOf,
} from './question.ts';

const EVENTS: readonly QuestionEvent[] = ['take', 'refuse', 'look', 'answer', 'again', 'give_up', 'close'];

describe('a question to a bank, in each state and for each thing that happens', () => {
  const table: Record<(typeof QUESTION_STATES)[number], readonly (string | null)[]> = {
    // take, refuse, look, answer, again, give_up, close
    made: ['asked', 'refused', null, null, null, 'unanswered', 'closed'],
    asked: [null, null, 'pending', 'answered', 'made', 'unanswered', 'closed'],
    pending: [null, null, null, 'answered', 'made', 'unanswered', 'closed'],
    answered: [null, null, null, null, null, null, null],
    unanswered: [null, null, null, 'answered', null, null, 'closed'],
    refused: [null, null, null, null, null, null, 'closed'],
    closed: [null, null, null, null, null, null, null],
  };
  for (const state of QUESTION_STATES)
    test(state, () =>
      assert.deepEqual(
        EVENTS.map((event) => nextQuestionState(state, event)),
        table[state],
      ),
    );
  test('every state can be reached from the first one', () => {
    const reached = new Set<string>([QUESTION_TRANSITIONS.start.make]);
    // A set gives what is added while it is walked, too.
    for (const state of reached)
      for (const to of Object.values(QUESTION_TRANSITIONS[state as 'made'])) reached.add(to);
    assert.deepEqual([...reached].toSorted(), [...QUESTION_STATES].toSorted());
  });
});

describe('silence', () => {
  for (const [state, round, next] of [
    ['asked', 1, 'again'],
    ['pending', 1, 'again'],
    ['asked', 2, 'give_up'],
    ['pending', 2, 'give_up'],
    // What asks again never reached the bank: people do not wait for it either.
    ['made', 2, 'give_up'],
    ['answered', 1, null],
    ['answered', 2, null],
    ['unanswered', 2, null],
    ['closed', 1, null],
  ] as const)
    test(`of a bank that was asked ${round === 1 ? 'once' : 'twice'} (${state}): ${next ?? 'nothing'}`, () =>
      assert.equal(onSilence({ state, round }), next));
});

describe('what a bank says', () => {
  const words: readonly (readonly [BankSaid, 'look' | 'answer', 'look' | 'answer', TraceAnswer | null])[] = [
    ['credited', 'answer', 'look', 'credited'],
    ['passed_on', 'answer', 'look', 'on_its_way'],
    ['on_its_way', 'answer', 'look', 'on_its_way'],
    ['pending', 'look', 'look', null],
    ['rejected', 'answer', 'answer', 'coming_back'],
    ['never_seen', 'answer', 'answer', null],
    ['recall_granted', 'answer', 'answer', 'coming_back'],
    ['recall_refused', 'answer', 'answer', 'recall_refused'],
    ['recall_pending', 'look', 'look', null],
    ['returned_before', 'answer', 'answer', 'coming_back'],
  ];
  test('the table names every word', () =>
    assert.deepEqual(
      words.map(([said]) => said),
      [...BANK_SAID],
    ));
  const all: TraceAnswer[] = ['credited', 'on_its_way', 'coming_back', 'recall_refused', 'our_fault'];
  for (const [said, status, recall, suggested] of words)
    test(`${said} suggests ${suggested ?? 'nothing'}`, () => {
      assert.deepEqual([eventOf('status', said), eventOf('recall', said)], [status, recall]);
      assert.equal(suggestionOf([said], all), suggested);
      assert.equal(suggestionOf([said], []), null, 'nothing that cannot be given');
    });
  test('the newest word that decides is suggested; one that decides nothing leaves the one before it', () => {
    assert.equal(suggestionOf(['on_its_way', 'credited', 'pending'], all), 'credited');
    assert.equal(suggestionOf(['credited', 'recall_refused'], all), 'recall_refused');
    assert.equal(suggestionOf([], all), null);
  });
  test('words about giving back answer the request to give back', () =>
    assert.deepEqual(
      BANK_SAID.filter((said) => kindOf(said) === 'recall'),
      ['recall_granted', 'recall_refused', 'recall_pending', 'returned_before'],
    ));
});
