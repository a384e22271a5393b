import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { SAMPLES_MIN } from '../top-up/tariff.ts';
import type { BankDays } from './bank-days.ts';
import { nextOpen, type Schedule } from './schedule.ts';

/** A payout that arrived: when its file went, and when the bank booked it. */
export type Arrived = { readonly cutOffAt: Temporal.Instant; readonly paidAt: Temporal.Instant };
export type Arrival = {
  /** Null where only a last moment is promised. */
  readonly arrivesFrom: Temporal.Instant | null;
  readonly arrivesBy: Temporal.Instant;
  readonly basis: 'own_history' | 'provider_promise';
  readonly samples: number;
};
/** How many bank days one took, and at what time of the bank's day it was there. */
type Took = { readonly bankDays: number; readonly time: Temporal.PlainTime };

/** Shares of the arrived ones that are quicker than the range, and that are not slower than it. */
const FAST = 0.05;
const SLOW = 0.95;

/**
 * Between when a payout arrives: as most of the last ones did, counted in bank days so that a weekend among them says nothing about a Tuesday;
 * by what the bank promises where there are too few. Pure.
 */
export function arrivalOf(
  { cutOffAt, executionDay, arrivesBy }: Schedule,
  timeZone: string,
  kindOf: BankDays,
  arrived: readonly Arrived[],
): Arrival {
  const samples = arrived.length;
  if (samples < SAMPLES_MIN) return { arrivesFrom: null, arrivesBy, basis: 'provider_promise', samples };
  const took = arrived.map((each) => tookOf(each, timeZone, kindOf)).toSorted(compareTook);
  const at = (share: number): Temporal.Instant => {
    const one = took[Math.ceil(share * samples) - 1];
    invariant(one !== undefined, 'a share of some is one of them');
    let day = executionDay;
    for (let ahead = 0; ahead < one.bankDays; ahead++) day = nextOpen(day, kindOf);
    return later(day.toZonedDateTime({ timeZone, plainTime: one.time }).toInstant(), cutOffAt);
  };
  return { arrivesFrom: at(FAST), arrivesBy: at(SLOW), basis: 'own_history', samples };
}

function tookOf({ cutOffAt, paidAt }: Arrived, timeZone: string, kindOf: BankDays): Took {
  const paid = paidAt.toZonedDateTimeISO(timeZone);
  let bankDays = 0;
  let day = nextOpen(cutOffAt.toZonedDateTimeISO(timeZone).toPlainDate(), kindOf);
  for (; Temporal.PlainDate.compare(day, paid.toPlainDate()) <= 0; day = nextOpen(day, kindOf)) bankDays += 1;
  return { bankDays, time: paid.toPlainTime().round({ smallestUnit: 'minute', roundingMode: 'floor' }) };
}

const compareTook = (a: Took, b: Took): number =>
  a.bankDays - b.bankDays || Temporal.PlainTime.compare(a.time, b.time);
const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? b : a;
