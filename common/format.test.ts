import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dayKey,
  formatClock,
  formatCount,
  formatCountdown,
  formatDay,
  formatDayHeading,
  formatDeadline,
  formatDeskTime,
  formatMoney,
  formatPercent,
  formatRate,
  formatTime,
  formatTimeWithZone,
  moneyParts,
  type MoneyFormat,
} from './format.ts';
import { LOCALES } from './locale.ts';
import { CURRENCIES, money, type Currency } from './money.ts';

const AMOUNTS: [minor: bigint, currency: Currency, options: Omit<MoneyFormat, 'locale'>, text: string][] = [
  [1_284_630n, 'CNY', {}, '¥12,846.30'],
  [25_506n, 'EUR', {}, '€255.06'],
  [142_015n, 'USD', {}, '$1,420.15'],
  [9_900n, 'GBP', {}, '£99.00'],
  [88_000n, 'HKD', {}, 'HK$880.00'],
  [48_000n, 'JPY', {}, 'JP¥48,000'],
  [12_345n, 'KWD', {}, 'KWD\u00a012.345'],
  [128_453_018n, 'CNY', { sign: 'both' }, '+¥1,284,530.18'],
  [-2_600n, 'CNY', { sign: 'both' }, '\u2212¥26.00'],
  [-2_600n, 'CNY', {}, '\u2212¥26.00'],
  [-2_600n, 'CNY', { sign: 'never' }, '¥26.00'],
  [2_600n, 'CNY', {}, '¥26.00'],
  [0n, 'CNY', { sign: 'both' }, '¥0.00'],
  [0n, 'JPY', {}, 'JP¥0'],
  [1n, 'CNY', {}, '¥0.01'],
  [5n, 'KWD', {}, 'KWD\u00a00.005'],
  [200_600n, 'CNY', { among: ['JPY', 'EUR'] }, 'CN¥2,006.00'],
  [48_000n, 'JPY', { among: ['CNY'] }, 'JP¥48,000'],
  [100n, 'USD', { among: ['HKD'] }, 'US$1.00'],
  [9_007_199_254_740_993n, 'CNY', {}, '¥90,071,992,547,409.93'],
];

for (const locale of LOCALES) {
  for (const [minor, currency, options, text] of AMOUNTS) {
    test(`${minor} minor units of ${currency} in ${locale} are written ${text}`, () => {
      assert.equal(formatMoney(money(minor, currency), { locale, ...options }), text);
    });
  }
}

test('every currency has a symbol of its own, so that no two amounts look alike', () => {
  const written = CURRENCIES.map((currency) => moneyParts(money(100n, currency), { locale: 'en' }).symbol);
  assert.equal(new Set(written).size, CURRENCIES.length);
  assert.equal(CURRENCIES.length, 7);
});

test('the parts of an amount put together are the amount, and the minor digits stand alone', () => {
  assert.deepEqual(moneyParts(money(-1_284_630n, 'CNY'), { locale: 'zh-CN' }), {
    sign: '\u2212',
    symbol: '¥',
    whole: '12,846',
    fraction: '.30',
  });
  assert.deepEqual(moneyParts(money(48_000n, 'JPY'), { locale: 'en' }), {
    sign: '',
    symbol: 'JP¥',
    whole: '48,000',
    fraction: '',
  });
});

const NOW = '2026-11-20T11:45:00Z'; // 19:45 in Shanghai
const TIMES: [instant: string, zh: string, en: string][] = [
  ['2026-11-20T01:12:00Z', '今天 09:12', 'today 09:12'],
  ['2026-11-19T16:00:00Z', '今天 00:00', 'today 00:00'],
  ['2026-11-19T15:59:59Z', '昨天 23:59', 'yesterday 23:59'],
  ['2026-11-20T16:00:00.123456Z', '明天 00:00', 'tomorrow 00:00'],
  ['2026-11-18T07:21:00Z', '11月18日 15:21', '18 Nov 15:21'],
  ['2025-09-03T07:21:00Z', '2025年9月3日 15:21', '3 Sep 2025 15:21'],
  ['2027-01-01T00:00:00Z', '2027年1月1日 08:00', '1 Jan 2027 08:00'],
];
for (const [instant, zh, en] of TIMES) {
  test(`${instant} is read in Shanghai as ${zh} and ${en}`, () => {
    assert.equal(formatTime(instant, { locale: 'zh-CN', timeZone: 'Asia/Shanghai', now: NOW }), zh);
    assert.equal(formatTime(instant, { locale: 'en', timeZone: 'Asia/Shanghai', now: NOW }), en);
  });
}

const zh = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', now: NOW } as const;
const en = { locale: 'en', timeZone: 'Asia/Shanghai', now: NOW } as const;

test('a deadline says until when', () => {
  assert.equal(formatDeadline('2026-11-24T10:00:00Z', zh), '11月24日 18:00 前');
  assert.equal(formatDeadline('2026-11-24T10:00:00Z', en), 'by 24 Nov 18:00');
  assert.equal(formatDeadline('2026-11-20T10:00:00Z', zh), '今天 18:00 前');
  assert.equal(formatDeadline('2026-11-20T10:00:00Z', en), 'today by 18:00');
});

test('a day heading names near days and gives others their weekday', () => {
  assert.equal(formatDayHeading('2026-11-20T01:00:00Z', zh), '今天');
  assert.equal(formatDayHeading('2026-11-20T01:00:00Z', en), 'Today');
  assert.equal(formatDayHeading('2026-11-18T01:00:00Z', zh), '11月18日 周三');
  assert.equal(formatDayHeading('2026-11-18T01:00:00Z', en), 'Wed 18 Nov');
  assert.equal(formatDay('2026-11-22T01:00:00Z', zh), '11月22日');
  assert.equal(formatDay('2026-11-22T01:00:00Z', en), '22 Nov');
});

test('the zone decides the day, also where the clock was put back that night', () => {
  assert.equal(dayKey('2026-11-19T16:00:00Z', 'Asia/Shanghai'), '2026-11-20');
  assert.equal(dayKey('2026-11-19T16:00:00Z', 'America/New_York'), '2026-11-19');
  assert.equal(
    formatTime('2026-10-31T23:30:00Z', {
      locale: 'en',
      timeZone: 'Europe/Lisbon',
      now: '2026-11-01T00:10:00Z',
    }),
    'yesterday 23:30',
  );
  assert.equal(
    formatTime('2026-10-25T00:30:00Z', {
      locale: 'en',
      timeZone: 'Europe/Lisbon',
      now: '2026-10-25T23:00:00Z',
    }),
    'today 01:30',
  );
});

test('desks write month and day in figures, and the year only if it is another', () => {
  assert.equal(formatDeskTime('2026-11-20T07:21:00Z', zh), '11-20 15:21');
  assert.equal(formatDeskTime('2025-11-20T07:21:00Z', en), '2025-11-20 15:21');
  assert.equal(formatClock('2026-11-20T01:12:00Z', 'Asia/Shanghai'), '09:12');
});

test('a time that is not in the reader’s zone says which zone it is', () => {
  assert.equal(formatTimeWithZone('2026-11-18T07:21:00Z', zh), '11月18日 15:21 (GMT+8)');
  assert.equal(formatTimeWithZone('2026-11-18T07:21:00Z', en), '18 Nov 15:21 (GMT+8)');
});

test('text that is no instant is a bug and is said to be one', () => {
  assert.throws(() => formatTime('yesterday', zh), /not an instant/);
});

for (const locale of LOCALES) {
  test(`counts, percentages and rates in ${locale}`, () => {
    assert.equal(formatCount(12_846, locale), '12,846');
    assert.equal(formatCount(0n, locale), '0');
    assert.equal(formatPercent(14, locale), '0.14%');
    assert.equal(formatPercent(10_000, locale), '100.00%');
    assert.equal(formatPercent(-30, locale), '\u22120.30%');
    assert.equal(
      formatRate({ from: 'EUR', to: 'CNY', rate: '7.8412' }).replaceAll('\u00a0', ' '),
      '1 EUR = 7.8412 CNY',
    );
  });
}

test('a countdown counts whole seconds, ends at zero and never goes below', () => {
  assert.deepEqual([228, 24, 59.2, 3723, 0, -5].map(formatCountdown), [
    '3:48',
    '0:24',
    '1:00',
    '1:02:03',
    '0:00',
    '0:00',
  ]);
});
