import { type Reader, sql } from '#platform/db';
import type { BusinessCalendar } from './business-hours.ts';

/** When people work here. */
export async function businessCalendar(read: Reader): Promise<BusinessCalendar> {
  const { rows: open } = await sql<{ weekday: number; opens: number; closes: number; time_zone: string }>`
    select weekday, opens_minute as opens, closes_minute as closes, time_zone from cases.business_hours`.execute(
    read,
  );
  const { rows: holidays } = await sql<{
    day: string;
  }>`select day::text as day from cases.holiday`.execute(read);
  return {
    timeZone: open[0]?.time_zone ?? 'UTC',
    hours: new Map(open.map(({ weekday, opens, closes }) => [weekday, { opens, closes }])),
    holidays: new Set(holidays.map(({ day }) => day)),
  };
}
