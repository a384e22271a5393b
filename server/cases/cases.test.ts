import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CASE_STATES, MESSAGE_MAX, type CaseState } from '#common/api/support';
import { Temporal } from '#platform/clock';
import { ANSWER_HOURS, FIRST_STATE, nextState, standingIn, TRANSITIONS, type CaseEvent } from './case.ts';
import { cleanText } from './message.ts';

const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const EVENTS: readonly CaseEvent[] = ['take', 'answer', 'reply', 'resolve', 'close'];

test('every state can be reached, and only a closed case has no way on', () => {
  const reached = new Set<CaseState>([FIRST_STATE]);
  // A set gives what is added while it is walked, too.
  for (const state of reached) for (const to of Object.values(TRANSITIONS[state])) reached.add(to);
  assert.deepEqual([...reached].toSorted(), [...CASE_STATES].toSorted());
  assert.deepEqual(
    CASE_STATES.filter((state) => EVENTS.every((event) => nextState(state, event) === null)),
    ['closed'],
  );
});

describe('every state says who acts next and by when', () => {
  for (const [state, nextActor, hours] of [
    ['awaiting_agent', 'okpay', ANSWER_HOURS],
    ['in_progress', 'okpay', ANSWER_HOURS],
    ['awaiting_customer', 'customer', 7 * 24],
    ['resolved', 'nobody', 7 * 24],
    ['closed', 'nobody', null],
  ] as const)
    test(state, () => {
      const standing = standingIn(state, now);
      assert.equal(standing.nextActor, nextActor);
      assert.equal(standing.dueAt?.toString() ?? null, hours === null ? null : now.add({ hours }).toString());
    });
});

describe('what somebody wrote', () => {
  for (const [written, kept] of [
    ['  钱没到账  \r\n', '钱没到账'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a\u0000b\u0007c\u200d', 'abc\u200d'], // A joiner belongs to emoji.
    ['\ud800 lone', '\ufffd lone'],
    ['👍🏽'.repeat(MESSAGE_MAX / 2), '👍🏽'.repeat(MESSAGE_MAX / 2)],
  ] as const)
    test(`is kept as ${JSON.stringify(kept.slice(0, 20))}`, () =>
      assert.deepEqual(cleanText(written), { ok: true, value: kept }));
  for (const nothing of ['', ' \n\t ', '\u0000', '\u3000'])
    test(`is refused when it is nothing: ${JSON.stringify(nothing)}`, () =>
      assert.deepEqual(cleanText(nothing), { ok: false, error: { code: 'message_empty' } }));
  test('is refused when it is longer than a message may be, counted as people count', () =>
    assert.deepEqual(cleanText('字'.repeat(MESSAGE_MAX + 1)), {
      ok: false,
      error: { code: 'message_too_long', max: MESSAGE_MAX },
    }));
});
