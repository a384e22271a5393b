import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from '#platform/clock';
import { type AttemptRule, type Attempts, charged, givenBack } from './attempt.ts';

const RULE: AttemptRule = { scope: 'test', limit: 3, pauseMinutes: [5, 15] };
const start = Temporal.Instant.from('2026-11-22T09:00:00Z');

/** Charges at each of these minutes and says what came of it. */
function story(minutes: readonly number[]): string[] {
  let attempts: Attempts | null = null;
  return minutes.map((minute) => {
    const result = charged(attempts, RULE, start.add({ minutes: minute }));
    if (!result.allowed) return `until ${start.until(result.until).total('minutes')}`;
    attempts = result.attempts;
    return result.startsPause ? 'last' : `${result.left} left`;
  });
}

const table: [what: string, minutes: readonly number[], answers: readonly string[]][] = [
  [
    'three attempts, then a pause that begins with the third',
    [0, 1, 2, 3, 6],
    ['2 left', '1 left', 'last', 'until 7', 'until 7'],
  ],
  [
    'after the pause a new round, after it a longer pause',
    [0, 0, 0, 5, 5, 5, 6, 20],
    ['2 left', '1 left', 'last', '2 left', '1 left', 'last', 'until 20', '2 left'],
  ],
  [
    'the last pause repeats',
    [0, 0, 0, 5, 5, 5, 20, 20, 20, 21],
    ['2 left', '1 left', 'last', '2 left', '1 left', 'last', '2 left', '1 left', 'last', 'until 35'],
  ],
  [
    'a day without an attempt forgets everything',
    [0, 0, 0, 24 * 60 + 1, 24 * 60 + 1, 24 * 60 + 1, 24 * 60 + 2],
    ['2 left', '1 left', 'last', '2 left', '1 left', 'last', `until ${24 * 60 + 6}`],
  ],
  [
    'attempts spread over hours still add up',
    [0, 600, 1200, 1201],
    ['2 left', '1 left', 'last', 'until 1205'],
  ],
];
for (const [what, minutes, answers] of table) test(what, () => assert.deepEqual(story(minutes), answers));

test('an attempt given back counts no more, and lifts the pause it began', () => {
  let attempts: Attempts | null = null;
  for (let time = 0; time < 3; time += 1) {
    const result = charged(attempts, RULE, start);
    assert.ok(result.allowed);
    attempts = result.attempts;
  }
  assert.ok(attempts);
  const back = givenBack(attempts, RULE);
  assert.deepEqual(
    { ...back, chargedAt: null },
    { charged: 2, pauses: 0, pausedUntil: null, chargedAt: null },
  );
  assert.equal(charged(back, RULE, start).allowed, true);
});
