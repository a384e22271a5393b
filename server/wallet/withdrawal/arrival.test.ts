import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from '#platform/clock';
import { arrivalOf, type Arrived } from './arrival.ts';
import { bankDays } from './bank-days.ts';
import { scheduleOf } from './schedule.ts';

const timeZone = 'Europe/Berlin';
const kindOf = await bankDays('target');
const at = (text: string): Temporal.Instant =>
  Temporal.ZonedDateTime.from(`${text}[${timeZone}]`).toInstant();
const one = (gone: string, there: string): Arrived => ({ cutOffAt: at(`${gone}T14:00`), paidAt: at(there) });
/** As the bank pays: the next morning mostly; what went on a Friday is there on Monday. */
const USUAL: readonly Arrived[] = Array.from({ length: 40 }, (_, index) =>
  index % 5 === 4 ? one('2026-11-06', '2026-11-09T09:30') : one('2026-11-03', '2026-11-04T09:30'),
);
const arrival = (now: string, arrived: readonly Arrived[]) => {
  const terms = { cutOff: '14:00', timeZone, arrivesAfterDays: 1 };
  const { arrivesFrom, arrivesBy, basis, samples } = arrivalOf(
    scheduleOf(at(now), terms, kindOf),
    timeZone,
    kindOf,
    arrived,
  );
  const local = (moment: Temporal.Instant | null) =>
    moment?.toZonedDateTimeISO(timeZone).toPlainDateTime().toString() ?? null;
  return [local(arrivesFrom), local(arrivesBy), basis, samples];
};
const SLOW = one('2026-11-03', '2026-11-05T16:00');
const SAME_DAY = one('2026-11-03', '2026-11-03T17:00');

const CASES: readonly [what: string, now: string, arrived: readonly Arrived[], expected: readonly unknown[]][] = [
  ['twenty-nine are too few: the bank’s promise counts', '2026-12-01T10:00', USUAL.slice(0, 29), [null, '2026-12-02T18:00:00', 'provider_promise', 29]],
  ['most came the next morning', '2026-12-01T10:00', USUAL, ['2026-12-02T09:30:00', '2026-12-02T09:30:00', 'own_history', 40]],
  ['over a weekend the next morning is Monday’s', '2026-12-04T10:00', USUAL, ['2026-12-07T09:30:00', '2026-12-07T09:30:00', 'own_history', 40]],
  ['one slow one among twenty is no reason to frighten', '2026-12-01T10:00', [...USUAL, SLOW, SLOW], ['2026-12-02T09:30:00', '2026-12-02T09:30:00', 'own_history', 42]],
  ['three slow ones among forty are', '2026-12-01T10:00', [...USUAL.slice(3), SLOW, SLOW, SLOW], ['2026-12-02T09:30:00', '2026-12-03T16:00:00', 'own_history', 40]],
  ['some were there on the same day', '2026-12-01T10:00', [...USUAL.slice(3), SAME_DAY, SAME_DAY, SAME_DAY], ['2026-12-01T17:00:00', '2026-12-02T09:30:00', 'own_history', 40]],
  ['nothing arrives before it goes', '2026-12-01T10:00', Array.from({ length: 30 }, () => one('2026-11-03', '2026-11-03T14:00')), ['2026-12-01T14:00:00', '2026-12-01T14:00:00', 'own_history', 30]],
]; // prettier-ignore
for (const [what, now, arrived, expected] of CASES)
  test(what, () => assert.deepEqual(arrival(now, arrived), expected));
