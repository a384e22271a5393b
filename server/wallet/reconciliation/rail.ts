import type { Currency } from '#common/money';
import type { RailItemId } from '#common/id';
import type { RailName } from '#common/reconciliation';
import type { StatementEntry } from '#connectors';
import { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { bankTopUpTariffs } from '../bank-top-up/store.ts';
import type { CalendarName } from '../withdrawal/withdrawal.ts';

/** An account of ours with a rail: what its statements tell, and what our books have on `rail_settlement`, are brought together. */
export type RailAccount = { readonly rail: RailName; readonly currency: Currency };

/** A line of either side. Above zero: the account grew. */
export type RailItem = {
  readonly id: RailItemId;
  readonly side: 'theirs' | 'ours';
  readonly key: string;
  /** ISO 8601 date for which it counts: of the statement, or of the posting where the rail is; the first open one if that was closed before it came. */
  readonly day: string;
  /** Of theirs: the day of the statement that tells it, and the bank's report that told it last. */
  readonly statedOn: string | null;
  readonly report: bigint | null;
  readonly amountMinor: bigint;
  readonly refs: readonly string[];
  readonly code: string;
  readonly isReversal: boolean;
  readonly operation: string | null;
  /** Number of the line on our account; null of theirs. */
  readonly version: bigint | null;
};

/** A bank's line is known again by its day, reference and sum: what is told with another sum is another line. */
export const keyOf = ({
  bookedOn,
  booking,
  amountMinor,
}: Pick<StatementEntry, 'bookedOn' | 'booking'> & { readonly amountMinor: bigint }): string =>
  `${bookedOn} ${booking} ${amountMinor}`;
/** The rail's reference within a key. */
export const referenceIn = (key: string): string =>
  /^\d{4}-\d{2}-\d{2} (.+) -?\d+(?: ~\d+)?$/.exec(key)?.[1] ?? key;

/** What was on an account before its first statement: a line of each side under this key. */
export const OPENING = 'opening';

/** Minutes after a day's end from which it may be closed: what is being posted meanwhile is written by then. */
export const CLOSE_AFTER_MINUTES = 60;

export type RailTime = { readonly timeZone: string; readonly calendar: CalendarName };
/** The acquirer and the e-wallet report by UTC; banks by where they are. Currencies without a price for transfers have the euro's bank days. */
const PROVIDERS_ZONE = 'UTC';
const ELSEWHERE: RailTime = { timeZone: 'UTC', calendar: 'target' };

/** Where and by which days the rails work, from the tariffs. */
export async function railTimes(
  read: Reader,
  at: Temporal.Instant,
): Promise<(account: RailAccount) => RailTime> {
  const tariffs = await bankTopUpTariffs(read, at);
  return ({ rail, currency }) => {
    const tariff = tariffs.find(({ amountMin }) => amountMin.currency === currency) ?? ELSEWHERE;
    return { calendar: tariff.calendar, timeZone: rail === 'rail:bank' ? tariff.timeZone : PROVIDERS_ZONE };
  };
}

/** The moment at which a day of a rail begins. */
export const startOf = (day: string, { timeZone }: RailTime): Temporal.Instant =>
  Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).toInstant();
export const dayAfter = (day: string, days = 1): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();
export const dayAt = (at: Temporal.Instant, { timeZone }: RailTime): string =>
  at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
/** What comes after its day was closed counts for the first day that is open. */
export const countsFor = (day: string, closed: string | null): string =>
  closed === null || day > closed ? day : dayAfter(closed);
