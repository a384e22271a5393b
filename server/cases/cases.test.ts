import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CASE_STATES, MESSAGE_MAX, type CaseState } from '#common/api/support';
import { Temporal } from '#platform/clock';
import { addBusinessHours, type BusinessCalendar } from './business-hours.ts';
import { ANSWER_HOURS, FIRST_STATE, nextState, standingIn, TRANSITIONS, type CaseEvent } from './case.ts';
import { cleanText } from './message.ts';

const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
/** Monday to Friday from nine to six in Shanghai, which is eight hours ahead. */
const calendar: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: new Map([1, 2, 3, 4, 5].map((day) => [day, { opens: 9 * 60, closes: 18 * 60 }])),
  holidays: new Set(['2026-11-25']),
};
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
      const question = { kind: 'question', awaitsDecision: false } as const;
      const standing = standingIn(state, question, { now, calendar });
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

describe('a promise in hours of work', () => {
  // 22 November 2026 is a Sunday, the 25th a holiday.
  for (const [from, hours, until, why] of [
    ['2026-11-23T02:00:00Z', 2, '2026-11-23T04:00:00Z', 'within one morning'],
    ['2026-11-22T09:00:00Z', 9, '2026-11-23T10:00:00Z', 'nobody works on Sunday, so it begins on Monday'],
    ['2026-11-23T09:30:00Z', 1, '2026-11-24T01:30:00Z', 'the rest of an evening is taken along'],
    ['2026-11-24T09:00:00Z', 9, '2026-11-26T09:00:00Z', 'a holiday counts nothing'],
    ['2026-11-27T10:00:00Z', 27, '2026-12-02T10:00:00Z', 'three working days over a weekend'],
  ] as const)
    test(why, () => {
      const due = addBusinessHours(Temporal.Instant.from(from), hours, calendar);
      assert.equal(due.toString(), until);
    });
  test('is kept by the clock where the calendar has nobody in it', () => {
    const empty = { ...calendar, hours: new Map() };
    assert.equal(addBusinessHours(now, 5, empty).toString(), now.add({ hours: 5 }).toString());
  });
  test('runs for a decision, and not for what is asked after it', () => {
    const due = (awaitsDecision: boolean) =>
      standingIn('awaiting_agent', { kind: 'lift_request', awaitsDecision }, { now, calendar }).dueAt;
    assert.equal(due(true)?.toString(), '2026-11-26T10:00:00Z');
    assert.equal(due(false)?.toString(), now.add({ hours: ANSWER_HOURS }).toString());
  });
});
