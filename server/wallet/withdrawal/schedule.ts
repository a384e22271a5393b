import type { WAITS_FOR } from '#common/api/withdrawal-terms';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import type { BankDays } from './bank-days.ts';
import type { WithdrawalTariff } from './withdrawal.ts';

export type Schedule = {
  readonly cutOffAt: Temporal.Instant;
  /** The bank day on which the file goes. */
  readonly executionDay: Temporal.PlainDate;
  readonly arrivesBy: Temporal.Instant;
  /** Why it does not go today; null when it does. */
  readonly waitsFor: (typeof WAITS_FOR)[number] | null;
};

/** Hour of the bank's day by which money that arrives on it is there. */
const ARRIVES_HOUR = 18;
/** No calendar closes for longer; a wrong one must not loop for ever. */
const CLOSED_DAYS_MAX = 30;

/** When a payout that is confirmed now goes to the bank, and when the bank promises it to be there. Pure. */
export function scheduleOf(
  now: Temporal.Instant,
  { cutOff, timeZone, arrivesAfterDays }: Pick<WithdrawalTariff, 'cutOff' | 'timeZone' | 'arrivesAfterDays'>,
  kindOf: BankDays,
): Schedule {
  const local = now.toZonedDateTimeISO(timeZone);
  const today = local.toPlainDate();
  const at = (day: Temporal.PlainDate, time: Temporal.PlainTime): Temporal.Instant =>
    day.toZonedDateTime({ timeZone, plainTime: time }).toInstant();
  const cutOffTime = Temporal.PlainTime.from(cutOff);
  const kind = kindOf(today);
  const isInTime = kind === 'open' && Temporal.Instant.compare(now, at(today, cutOffTime)) < 0;
  const executionDay = isInTime ? today : nextOpen(today, kindOf);
  let arrivalDay = executionDay;
  for (let day = 0; day < arrivesAfterDays; day++) arrivalDay = nextOpen(arrivalDay, kindOf);
  return {
    cutOffAt: at(executionDay, cutOffTime),
    executionDay,
    arrivesBy: at(arrivalDay, Temporal.PlainTime.from({ hour: ARRIVES_HOUR })),
    waitsFor: isInTime ? null : kind === 'open' ? 'cut_off' : kind,
  };
}

/** The first bank day after this one. */
export function nextOpen(after: Temporal.PlainDate, kindOf: BankDays): Temporal.PlainDate {
  for (let ahead = 1; ahead <= CLOSED_DAYS_MAX; ahead++) {
    const day = after.add({ days: ahead });
    if (kindOf(day) === 'open') return day;
  }
  invariant(false, `a bank works within ${CLOSED_DAYS_MAX} days`);
}
