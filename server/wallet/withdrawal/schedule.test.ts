import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from '#platform/clock';
import { bankDays } from './bank-days.ts';
import { scheduleOf } from './schedule.ts';
import type { CalendarName } from './withdrawal.ts';

const TERMS = {
  target: { cutOff: '14:00', timeZone: 'Europe/Berlin', arrivesAfterDays: 1 },
  cn: { cutOff: '15:00', timeZone: 'Asia/Shanghai', arrivesAfterDays: 1 },
  gb: { cutOff: '15:00', timeZone: 'Europe/London', arrivesAfterDays: 1 },
};
const CASES: readonly [
  what: string,
  calendar: CalendarName,
  now: string,
  goes: string,
  arrives: string,
  waits: string | null,
][] = [
  [
    'before the cut-off it goes today',
    'target',
    '2026-11-30T10:00+01:00',
    '2026-11-30T14:00+01:00',
    '2026-12-01',
    null,
  ],
  [
    'at the cut-off it is too late',
    'target',
    '2026-11-30T14:00+01:00',
    '2026-12-01T14:00+01:00',
    '2026-12-02',
    'cut_off',
  ],
  [
    'on Friday evening it goes on Monday',
    'target',
    '2026-12-04T18:00+01:00',
    '2026-12-07T14:00+01:00',
    '2026-12-08',
    'cut_off',
  ],
  [
    'on Saturday it waits for Monday',
    'target',
    '2026-12-05T09:00+01:00',
    '2026-12-07T14:00+01:00',
    '2026-12-08',
    'weekend',
  ],
  [
    'over Easter nothing moves',
    'target',
    '2026-04-03T09:00+02:00',
    '2026-04-07T14:00+02:00',
    '2026-04-08',
    'holiday',
  ],
  [
    'before Easter it arrives after it',
    'target',
    '2026-04-02T09:00+02:00',
    '2026-04-02T14:00+02:00',
    '2026-04-07',
    null,
  ],
  [
    'a holiday of Germany alone is none of the euro’s',
    'target',
    '2026-05-14T09:00+02:00',
    '2026-05-14T14:00+02:00',
    '2026-05-15',
    null,
  ],
  [
    'the first of October rests for eight days',
    'cn',
    '2026-10-01T09:00+08:00',
    '2026-10-09T15:00+08:00',
    '2026-10-12',
    'holiday',
  ],
  [
    'over the Spring Festival too',
    'cn',
    '2026-02-16T09:00+08:00',
    '2026-02-25T15:00+08:00',
    '2026-02-26',
    'holiday',
  ],
  [
    'half a day off is a bank day',
    'cn',
    '2026-05-04T09:00+08:00',
    '2026-05-04T15:00+08:00',
    '2026-05-05',
    null,
  ],
  [
    'Boxing Day on a Saturday is made up for on Monday',
    'gb',
    '2026-12-28T09:00+00:00',
    '2026-12-29T15:00+00:00',
    '2026-12-30',
    'holiday',
  ],
];
for (const [what, calendar, now, goes, arrives, waits] of CASES)
  test(`${calendar}: ${what}`, async () => {
    const terms = TERMS[calendar as keyof typeof TERMS];
    const { cutOffAt, arrivesBy, waitsFor, executionDay } = scheduleOf(
      Temporal.Instant.from(now),
      terms,
      await bankDays(calendar),
    );
    assert.equal(cutOffAt.toString(), Temporal.Instant.from(goes).toString());
    assert.equal(executionDay.toString(), goes.slice(0, 10));
    assert.equal(
      arrivesBy.toZonedDateTimeISO(terms.timeZone).toPlainDateTime().toString(),
      `${arrives}T18:00:00`,
    );
    assert.equal(waitsFor, waits);
  });
