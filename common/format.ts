import type { Locale } from './locale.ts';
import { CURRENCY_EXPONENT, type Currency, type Money } from './money.ts';

/**
 * How amounts, times and figures are written for people, in the browser, in pages from the server and in mails alike.
 * Pure: language, zone and the present moment are handed in. Instants are ISO 8601 strings, as on the wire.
 */

/** U+2212; the hyphen is too short beside figures and breaks lines. */
const MINUS = '\u2212';
const NARROW_GAP = '\u00a0';

/** One formatter per setting: making one costs fifty times what using it does. */
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();
function cached<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  make: new (locale: string, options: object) => F,
  locale: string,
  options: object,
): F {
  const key = `${make.name} ${locale} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known instanceof make) return known;
  const fresh = new make(locale, options);
  cache.set(key, fresh);
  return fresh;
}

const SYMBOL: Record<Currency, string> = {
  CNY: '¥',
  USD: '$',
  EUR: '€',
  GBP: '£',
  HKD: 'HK$',
  JPY: 'JP¥',
  KWD: `KWD${NARROW_GAP}`,
};

/** Two yen-like or dollar-like currencies on one page: both say whose they are. */
function symbolOf(currency: Currency, among: readonly Currency[]): string {
  if (currency === 'CNY' && among.includes('JPY')) return 'CN¥';
  if (currency === 'USD' && among.includes('HKD')) return 'US$';
  return SYMBOL[currency];
}

export type MoneyFormat = {
  locale: Locale;
  /** `negative` (the default) marks what is below zero; `both` also puts a plus before money that comes in; `never` shows the size alone. */
  sign?: 'negative' | 'both' | 'never' | undefined;
  /** The other currencies on the same page, so that ¥ is never ambiguous. */
  among?: readonly Currency[] | undefined;
};

/** An amount taken apart, so that the minor digits can be set smaller: sign, symbol, whole, then point and minor digits or nothing. */
export type MoneyParts = { sign: string; symbol: string; whole: string; fraction: string };

function signOf(minor: bigint, sign: MoneyFormat['sign']): string {
  if (sign === 'never' || minor === 0n) return '';
  if (minor < 0n) return MINUS;
  return sign === 'both' ? '+' : '';
}

export function moneyParts(
  { minor, currency }: Money,
  { locale, sign, among = [] }: MoneyFormat,
): MoneyParts {
  const exponent = CURRENCY_EXPONENT[currency];
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
  return {
    sign: signOf(minor, sign),
    symbol: symbolOf(currency, among),
    whole: cached(Intl.NumberFormat, locale, { maximumFractionDigits: 0 }).format(BigInt(whole)),
    fraction: exponent === 0 ? '' : `.${digits.slice(-exponent)}`,
  };
}

/** "¥12,846.30", "−¥26.00", "+¥1,200.00": the sign stands before the symbol, all minor digits are there. */
export function formatMoney(amount: Money, format: MoneyFormat): string {
  const { sign, symbol, whole, fraction } = moneyParts(amount, format);
  return sign + symbol + whole + fraction;
}

/** "12,846" */
export const formatCount = (count: number | bigint, locale: Locale): string =>
  cached(Intl.NumberFormat, locale, { maximumFractionDigits: 0 }).format(count).replace('-', MINUS);

/** Basis points (1/100 of a percent) as a percentage with two digits: 14 is "0.14%". */
export const formatPercent = (basisPoints: number, locale: Locale): string =>
  cached(Intl.NumberFormat, locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 })
    .format(basisPoints / 10_000)
    .replace('-', MINUS);

/** "1 EUR = 7.8412 CNY". The rate is the decimal text of the quote, to the last digit. */
export const formatRate = ({ from, to, rate }: { from: Currency; to: Currency; rate: string }): string =>
  ['1', from, '=', rate, to].join(NARROW_GAP);

/** A moment as it comes from the wire (ISO 8601) or from a clock (milliseconds since 1970). */
export type Moment = string | number;

export type TimeFormat = {
  locale: Locale;
  /** IANA zone in which the reader lives, e.g. Asia/Shanghai. */
  timeZone: string;
  /** The present moment from the clock: "today" depends on it. */
  now: Moment;
};

type Local = { year: number; month: number; day: number; hour: string; minute: string };

function millisecondsOf(moment: Moment): number {
  const milliseconds = typeof moment === 'number' ? moment : Date.parse(moment);
  if (Number.isNaN(milliseconds)) throw new Error(`not an instant: ${moment}`);
  return milliseconds;
}

/** The civil date and time of an instant in a zone. */
function localOf(moment: Moment, timeZone: string): Local {
  const milliseconds = millisecondsOf(moment);
  const format = cached(Intl.DateTimeFormat, 'en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(
    format.formatToParts(milliseconds).map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return { year: Number(year), month: Number(month), day: Number(day), hour, minute };
}

const dayNumber = ({ year, month, day }: Local): number =>
  Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
const clockText = ({ hour, minute }: Local): string => `${hour}:${minute}`;
const pad = (figure: number): string => String(figure).padStart(2, '0');

/** 昨天, 今天, 明天, or null when the day is farther away than that. */
function nearDay(daysFromToday: number, locale: Locale): string | null {
  if (Math.abs(daysFromToday) > 1) return null;
  return cached(Intl.RelativeTimeFormat, locale, { numeric: 'auto' }).format(daysFromToday, 'day');
}

const monthName = (month: number): string =>
  cached(Intl.DateTimeFormat, 'en', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1, 1));

/** 11月20日 / 20 Nov; the year only if it is not this one. */
function dateText(local: Local, thisYear: number, locale: Locale): string {
  const { year, month, day } = local;
  if (locale === 'zh-CN') return `${year === thisYear ? '' : `${year}年`}${month}月${day}日`;
  return `${day} ${monthName(month)}${year === thisYear ? '' : ` ${year}`}`;
}

/** Everything the forms below need to know about an instant and the day it is read on. */
function place(
  instant: Moment,
  { locale, timeZone, now }: TimeFormat,
): { local: Local; near: string | null; date: string } {
  const local = localOf(instant, timeZone);
  const today = localOf(now, timeZone);
  return {
    local,
    near: nearDay(dayNumber(local) - dayNumber(today), locale),
    date: dateText(local, today.year, locale),
  };
}

/** 今天 09:12, 昨天 09:12, 11月20日 15:21 / today 09:12, yesterday 09:12, 20 Nov 15:21 */
export function formatTime(instant: Moment, format: TimeFormat): string {
  const { local, near, date } = place(instant, format);
  return `${near ?? date} ${clockText(local)}`;
}

/** A deadline: 今天 18:00 前, 11月24日 18:00 前 / today by 18:00, by 24 Nov 18:00 */
export function formatDeadline(instant: Moment, format: TimeFormat): string {
  const { local, near, date } = place(instant, format);
  if (format.locale === 'zh-CN') return `${near ?? date} ${clockText(local)} 前`;
  return near ? `${near} by ${clockText(local)}` : `by ${date} ${clockText(local)}`;
}

/** The day alone: 今天, 11月20日 / today, 20 Nov */
export function formatDay(instant: Moment, format: TimeFormat): string {
  const { near, date } = place(instant, format);
  return near ?? date;
}

/** Heading over the entries of one day: 今天, 昨天, 11月18日 周三 / Today, Yesterday, Wed 18 Nov */
export function formatDayHeading(instant: Moment, format: TimeFormat): string {
  const { locale, timeZone } = format;
  const { near, date } = place(instant, format);
  if (near) return near.charAt(0).toLocaleUpperCase(locale) + near.slice(1);
  const weekday = cached(Intl.DateTimeFormat, locale, { weekday: 'short', timeZone }).format(
    millisecondsOf(instant),
  );
  return locale === 'zh-CN' ? `${date} ${weekday}` : `${weekday} ${date}`;
}

/** The same day in the reader's zone, e.g. "2026-11-20": the key by which entries are grouped under a heading. */
export function dayKey(instant: Moment, timeZone: string): string {
  const { year, month, day } = localOf(instant, timeZone);
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** 09:12 */
export const formatClock = (instant: Moment, timeZone: string): string =>
  clockText(localOf(instant, timeZone));

/** For desks, where columns are scanned: 11-20 15:21, in another year 2025-11-20 15:21. */
export function formatDeskTime(instant: Moment, { timeZone, now }: Omit<TimeFormat, 'locale'>): string {
  const local = localOf(instant, timeZone);
  const year = local.year === localOf(now, timeZone).year ? '' : `${local.year}-`;
  return `${year}${pad(local.month)}-${pad(local.day)} ${clockText(local)}`;
}

/** A time in a zone that is not the reader's names it: 11月20日 15:21 (GMT+8) */
export function formatTimeWithZone(instant: Moment, format: TimeFormat): string {
  const { locale, timeZone } = format;
  const parts = cached(Intl.DateTimeFormat, locale, {
    timeZone,
    timeZoneName: 'shortOffset',
    hour: 'numeric',
  }).formatToParts(millisecondsOf(instant));
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${formatTime(instant, format)} (${zone})`;
}

/** What is left on a clock: 3:48, from an hour on 1:02:03. Never below zero. */
export function formatCountdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
  const rest = pad(left % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}
