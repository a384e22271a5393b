import { Temporal } from '#platform/clock';
import type { BankDays } from '../withdrawal/bank-days.ts';

/** Bank days in which a line without its other side is the rail's: its next statement may bring it. */
const RAILS_DAYS = 1;
/** Bank days in which finance has dealt with it. */
const FINANCE_DAYS = 3;
/** Bank days up to which an open line is young, and up to which it is not old. */
const YOUNG_DAYS = 1;
const MIDDLE_DAYS = 5;
/** Days that are counted at most: what is older is old. */
const AGE_MAX = 400;

/** Bank days after one day up to another. Pure. */
export function ageInBankDays(day: string, today: string, kindOf: BankDays): number {
  const end = Temporal.PlainDate.from(today);
  let [at, age] = [Temporal.PlainDate.from(day), 0];
  for (let n = 0; n < AGE_MAX && Temporal.PlainDate.compare(at, end) < 0; n++) {
    at = at.add({ days: 1 });
    if (kindOf(at) === 'open') age++;
  }
  return age;
}

function bankDaysAfter(day: string, count: number, kindOf: BankDays): string {
  let [at, left] = [Temporal.PlainDate.from(day), count];
  for (let n = 0; n < AGE_MAX && left > 0; n++) {
    at = at.add({ days: 1 });
    if (kindOf(at) === 'open') left--;
  }
  return at.toString();
}

export type Age = 'young' | 'middle' | 'old';
export const ageOf = (days: number): Age =>
  days <= YOUNG_DAYS ? 'young' : days <= MIDDLE_DAYS ? 'middle' : 'old';

/** Who has an open line next, and by which day: the rail, while its next statement may tell it; then we. Pure. */
export function nextOf(
  { side, day }: { readonly side: 'theirs' | 'ours'; readonly day: string },
  today: string,
  kindOf: BankDays,
): { ageDays: number; nextActor: 'okpay' | 'bank'; dueOn: string } {
  const ageDays = ageInBankDays(day, today, kindOf);
  const isTheirs = side === 'ours' && ageDays <= RAILS_DAYS;
  return {
    ageDays,
    nextActor: isTheirs ? 'bank' : 'okpay',
    dueOn: bankDaysAfter(day, isTheirs ? RAILS_DAYS : FINANCE_DAYS, kindOf),
  };
}
