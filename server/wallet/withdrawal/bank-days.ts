// Days on which banks work. What is a holiday is the library's knowledge; weekends are Saturday and Sunday everywhere, also where a
// government makes one of them a working day: banks of China settle no transfers between banks on those.
import type Holidays from 'date-holidays';
import { Temporal } from '#platform/clock';
import type { CalendarName } from './withdrawal.ts';

export type DayKind = 'open' | 'weekend' | 'holiday';
export type BankDays = (day: Temporal.PlainDate) => DayKind;

/** TARGET closes on these and no others; the rest of Germany's holidays are none of the euro's. Source: ECB, TARGET closing days. */
const TARGET_RULES: readonly string[] = ['01-01', 'easter -2', 'easter 1', '05-01', '12-25', '12-26'];
/** Days that the two long holidays of China last as the State Council has set them lately; the library knows their first days. */
const LONG: Readonly<Record<string, number>> = { 'chinese 01-0-01': 8, '10-01': 8 };

type Source = {
  readonly country: string;
  readonly state?: string;
  readonly rules?: readonly string[];
  readonly long?: Readonly<Record<string, number>>;
};
const SOURCES: Record<CalendarName, Source> = {
  cn: { country: 'CN', long: LONG },
  gb: { country: 'GB', state: 'ENG' },
  us: { country: 'US' },
  hk: { country: 'HK' },
  jp: { country: 'JP' },
  target: { country: 'DE', rules: TARGET_RULES },
};
const known = new Map<CalendarName, Promise<BankDays>>();

/** The calendar of a bank. The library's data is loaded when the first payout is priced: it takes longer than all the rest of a start. */
export function bankDays(name: CalendarName): Promise<BankDays> {
  const found = known.get(name) ?? load(SOURCES[name]);
  known.set(name, found);
  return found;
}

async function load({ country, state, ...source }: Source): Promise<BankDays> {
  const { default: Calendar } = await import('date-holidays');
  const calendar = state === undefined ? new Calendar(country) : new Calendar(country, state);
  const years = new Map<number, ReadonlySet<string>>();
  const closedIn = (year: number): ReadonlySet<string> => {
    const closed = years.get(year) ?? closedDays(calendar, year, source);
    years.set(year, closed);
    return closed;
  };
  return (day) => {
    if (day.dayOfWeek > 5) return 'weekend';
    return closedIn(day.year).has(day.toString()) ? 'holiday' : 'open';
  };
}

/** Half a day off from a certain hour, and only for some, is a bank day. */
const isWholeDay = (rule: string): boolean => !/\d\d:00/.test(rule);

function closedDays(
  calendar: Holidays,
  year: number,
  { rules, long = {} }: Pick<Source, 'rules' | 'long'>,
): Set<string> {
  const closed = new Set<string>();
  for (const { date, type, rule } of calendar.getHolidays(year)) {
    if (!(rules ? rules.includes(rule) : type === 'public' && isWholeDay(rule))) continue;
    const first = Temporal.PlainDate.from(date.slice(0, 10));
    for (let day = 0; day < (long[rule] ?? 1); day++) closed.add(first.add({ days: day }).toString());
  }
  return closed;
}
