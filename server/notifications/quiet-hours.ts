import type { QuietHours } from '#common/api/profile';
import type { Temporal } from '#platform/clock';
import type { Telling } from './plan.ts';

const MINUTES = 60;

/**
 * When the quiet hours end in which this moment lies; null outside of them. On the days on which clocks are changed they end at the time
 * that the clock on the wall shows.
 */
export function endOfQuiet(
  { fromMinute, toMinute }: QuietHours,
  timeZone: string,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const local = now.toZonedDateTimeISO(timeZone);
  const minute = local.hour * MINUTES + local.minute;
  const isOverMidnight = fromMinute > toMinute;
  const isQuiet = isOverMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return null;
  const today = local.toPlainDate();
  const day = isOverMidnight && minute >= fromMinute ? today.add({ days: 1 }) : today;
  return day
    .toPlainDateTime({ hour: Math.floor(toMinute / MINUTES), minute: toMinute % MINUTES })
    .toZonedDateTime(timeZone)
    .toInstant();
}

/** Mails that lose nothing by the morning: money that came in, and what people say to each other. */
const CAN_WAIT = ['news_top_up', 'case_opened', 'case_answered', 'case_resolved', 'case_late'];

/** Whether a mail may wait until quiet hours are over. What protects the account, what is owed, and money that goes out may not. */
export const mayWait = ({ mail, notice }: Pick<Telling, 'mail' | 'notice'>): boolean =>
  mail !== null && (CAN_WAIT.includes(mail) || (mail === 'news_transfer' && notice === 'transfer_received'));
