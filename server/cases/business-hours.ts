import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';

/** When people work: minutes of the day for each weekday (1 is Monday), where, and on which days nobody does. */
export type BusinessCalendar = {
  readonly timeZone: string;
  readonly hours: ReadonlyMap<number, { readonly opens: number; readonly closes: number }>;
  readonly holidays: ReadonlySet<string>;
};

/** Days that are looked at for time to work in: more in a row without any are a calendar with nobody in it. */
const DAYS_MAX = 400;

/** The moment at which so many hours of work have passed. Pure. Where nobody ever works every hour counts. */
export function addBusinessHours(
  from: Temporal.Instant,
  hours: number,
  { timeZone, hours: open, holidays }: BusinessCalendar,
): Temporal.Instant {
  invariant(hours > 0, 'a promise takes time');
  let left = hours * 60;
  const begin = from.toZonedDateTimeISO(timeZone);
  let day = begin.toPlainDate();
  for (let count = 0; count < DAYS_MAX; count++, day = day.add({ days: 1 })) {
    const today = open.get(day.dayOfWeek);
    if (!today || holidays.has(day.toString())) continue;
    const at = (minute: number): Temporal.Instant =>
      day.toZonedDateTime({ timeZone, plainTime: '00:00' }).add({ minutes: minute }).toInstant();
    const start = Temporal.Instant.compare(from, at(today.opens)) > 0 ? from : at(today.opens);
    const free = start.until(at(today.closes)).total('minutes');
    if (free <= 0) continue;
    if (free >= left) return start.add({ seconds: Math.round(left * 60) });
    left -= free;
  }
  return from.add({ hours });
}
