import type { Temporal } from '#platform/clock';

/** Zones change their offset at quarters of an hour only, so within one it is asked for once. */
const QUARTER_MS = 15 * 60_000;

/** Local date and time of many moments in one zone: a hundred thousand lines would spend their time in the calendar otherwise. */
export function localTimes(
  timeZone: string,
): (at: Temporal.Instant) => { date: string; time: string; offset: string } {
  let quarter = Number.NaN;
  let offsetMs = 0;
  let offset = '';
  return (at) => {
    const millis = at.epochMilliseconds;
    const now = Math.floor(millis / QUARTER_MS);
    if (now !== quarter) {
      const zoned = at.toZonedDateTimeISO(timeZone);
      [quarter, offsetMs, offset] = [now, zoned.offsetNanoseconds / 1_000_000, zoned.offset];
    }
    const text = new Date(millis + offsetMs).toISOString();
    return { date: text.slice(0, 10), time: text.slice(11, 19), offset };
  };
}
