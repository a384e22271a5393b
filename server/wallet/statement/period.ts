import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import type { Period } from './statement.ts';

/** Years of one statement at most: what is longer is asked for in parts. */
const YEARS_MAX = 10;
/** Months that a list goes back. */
export const MONTHS_MAX = 36;

type Asked = { readonly from?: string | undefined; readonly to?: string | undefined };

/** The days that are asked for, in the owner's zone; left out, the month that runs. A day that has not come yet ends it today. */
export function periodOf(
  { from, to }: Asked,
  { timeZone, now }: { timeZone: string; now: Temporal.Instant },
): Result<Period, Refusal<'malformed_request'>> {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const first = from === undefined ? today.with({ day: 1 }) : Temporal.PlainDate.from(from);
  const asked = to === undefined ? today : Temporal.PlainDate.from(to);
  const last = Temporal.PlainDate.compare(asked, today) > 0 ? today : asked;
  const isBackwards = Temporal.PlainDate.compare(first, last) > 0;
  const isTooLong = Temporal.PlainDate.compare(first.add({ years: YEARS_MAX }), last) < 0;
  if (isBackwards || isTooLong) return err({ code: 'malformed_request' });
  return ok(spanOf({ first, last }, { timeZone, now }));
}

function spanOf(
  { first, last }: { first: Temporal.PlainDate; last: Temporal.PlainDate },
  { timeZone, now }: { timeZone: string; now: Temporal.Instant },
): Period {
  const begins = first.toZonedDateTime(timeZone).toInstant();
  const ends = last.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
  // What is posted in this very moment belongs to it too.
  const soon = now.add({ microseconds: 1 });
  const until = Temporal.Instant.compare(ends, soon) < 0 ? ends : soon;
  return { from: first.toString(), to: last.toString(), timeZone, begins, until };
}

export type Month = Period & { readonly isOver: boolean };

/** The months since then, the newest first; the one that runs is not over. */
export function monthsSince(
  since: Temporal.Instant,
  { timeZone, now, limit = MONTHS_MAX }: { timeZone: string; now: Temporal.Instant; limit?: number },
): Month[] {
  const oldest = since.toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 });
  const months: Month[] = [];
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  for (
    let first = today.with({ day: 1 });
    months.length < limit && Temporal.PlainDate.compare(first, oldest) >= 0;
    first = first.subtract({ months: 1 })
  ) {
    const last = first.with({ day: first.daysInMonth });
    const isOver = Temporal.PlainDate.compare(last, today) < 0;
    months.push({ ...spanOf({ first, last }, { timeZone, now }), isOver });
  }
  return months;
}
