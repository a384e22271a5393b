import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from '#platform/clock';
import { MAIL_TEMPLATES } from './kinds.ts';
import { choiceFor } from './choices.ts';
import { endOfQuiet, mayWait } from './quiet-hours.ts';

const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 + 30 };
const NOON = { fromMinute: 12 * 60, toMinute: 13 * 60 };
const ends = (hours: typeof NIGHT, zone: string, now: string): string | null =>
  endOfQuiet(hours, zone, Temporal.Instant.from(now))?.toString() ?? null;

const TIMES: [string, typeof NIGHT, string, string, string | null][] = [
  ['before they begin', NIGHT, 'Asia/Shanghai', '2026-11-22T13:59:59Z', null],
  ['as they begin', NIGHT, 'Asia/Shanghai', '2026-11-22T14:00:00Z', '2026-11-22T23:30:00Z'],
  ['after midnight', NIGHT, 'Asia/Shanghai', '2026-11-22T20:00:00Z', '2026-11-22T23:30:00Z'],
  ['as they end', NIGHT, 'Asia/Shanghai', '2026-11-22T23:30:00Z', null],
  ['the same moment elsewhere', NIGHT, 'America/New_York', '2026-11-22T20:00:00Z', null],
  ['within one day', NOON, 'Europe/Berlin', '2026-11-22T11:15:00Z', '2026-11-22T12:00:00Z'],
  ['after them within one day', NOON, 'Europe/Berlin', '2026-11-22T12:00:00Z', null],
  ['a night in which clocks go back', NIGHT, 'Europe/Berlin', '2026-10-24T21:00:00Z', '2026-10-25T06:30:00Z'],
  [
    'a night in which clocks go forward',
    NIGHT,
    'Europe/Berlin',
    '2026-03-28T22:00:00Z',
    '2026-03-29T05:30:00Z',
  ],
];
for (const [when, hours, zone, now, expected] of TIMES)
  test(`${when}: ${expected === null ? 'a mail goes at once' : `it waits until ${expected}`}`, () => {
    assert.equal(ends(hours, zone, now), expected);
  });

test('what protects the account, what is owed and money that goes out never waits', () => {
  for (const mail of MAIL_TEMPLATES.filter((name) => choiceFor(name) === null))
    assert.equal(mayWait({ mail, notice: null }), false, mail);
  for (const notice of ['transfer_sent', 'transfer_failed', 'transfer_held', 'recall_on_hold'] as const)
    assert.equal(mayWait({ mail: 'news_transfer', notice }), false, notice);
  assert.equal(mayWait({ mail: 'news_transfer', notice: 'transfer_received' }), true);
  assert.equal(mayWait({ mail: null, notice: 'transfer_received' }), false);
});
