import { Temporal } from '#platform/clock';
import type { BankDays } from '../withdrawal/bank-days.ts';
import { scheduleOf, type Schedule } from '../withdrawal/schedule.ts';
import { HISTORY_MIN, QUOTE_MINUTES, type Road, UNDO_MINUTES } from './cross-border.ts';

/** How long transfers of our own took lately, from the bank's yes to the credit. */
export type History = {
  readonly samples: number;
  readonly fastSeconds: number;
  readonly slowSeconds: number;
};
export type Arrival = {
  readonly goesAt: Temporal.Instant;
  readonly cutOffAt: Temporal.Instant;
  readonly waitsFor: Schedule['waitsFor'];
  readonly arrivesFrom: Temporal.Instant;
  readonly arrivesBy: Temporal.Instant;
  readonly basis: 'own_history' | 'provider_promise';
  readonly samples: number;
};

/** The hour of a bank day at which what waited for it goes. */
const OPENS = Temporal.PlainTime.from({ hour: 8 });

/**
 * When a transfer goes that is confirmed now, and between when it arrives: by own history where there is enough of it, else by what banks promise
 * in their days. Pure.
 */
export function arrivalOf(now: Temporal.Instant, road: Road, kindOf: BankDays, history: History): Arrival {
  const { cutOff, timeZone } = road;
  const after = (arrivesAfterDays: number): Schedule =>
    scheduleOf(now, { cutOff, timeZone, arrivesAfterDays }, kindOf);
  const slow = after(road.arrivesAfterDaysMax);
  const { executionDay, waitsFor, cutOffAt } = slow;
  const opening = executionDay.toZonedDateTime({ timeZone, plainTime: OPENS }).toInstant();
  const goesAt = waitsFor === null ? now.add({ minutes: UNDO_MINUTES }) : opening;
  const common = { goesAt, cutOffAt, waitsFor, samples: history.samples };
  // The price may be confirmed at its last moment, and it goes that much later then.
  const goesBy = waitsFor === null ? goesAt.add({ minutes: QUOTE_MINUTES }) : goesAt;
  if (history.samples >= HISTORY_MIN)
    return {
      ...common,
      arrivesFrom: goesAt.add({ seconds: Math.max(1, history.fastSeconds) }),
      arrivesBy: goesBy.add({ seconds: Math.max(1, history.fastSeconds, history.slowSeconds) }),
      basis: 'own_history',
    };
  // Confirmed a minute before the cut-off it goes a little after it; a bank day's end is later still.
  const arrivesFrom = after(road.arrivesAfterDaysMin).arrivesBy;
  return { ...common, arrivesFrom, arrivesBy: slow.arrivesBy, basis: 'provider_promise' };
}
