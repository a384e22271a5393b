import type { StaffId } from '#common/id';
import { money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { sha256 } from '#platform/crypto';
import { Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import * as days from './day-store.ts';
import { CLOSE_AFTER_MINUTES, dayAfter, type RailAccount, type RailTime, startOf } from './rail.ts';
import { type ReconcileDeps, copyAndMatch } from './reconcile.ts';
import { sumCarriedOver } from './statement-store.ts';
import { lockRail } from './store.ts';

export type CloseRefusal = Refusal<
  | 'not_found'
  | 'rail_day_unexplained'
  | 'rail_day_before_open'
  | 'rail_day_not_over'
  | 'rail_day_differs'
  | 'rail_day_gap'
  | 'rail_day_closed'
>;

/** How a day stands, as it would be closed. */
export type Standing = {
  readonly statement: days.RailStatement;
  /** What the lines of each side make up to its end. */
  readonly theirsMinor: bigint;
  readonly oursMinor: bigint;
  readonly theirsItems: number;
  readonly oursItems: number;
  readonly open: days.Open;
  /** Lines whose other side came on a later day: ours less theirs. */
  readonly timingMinor: bigint;
  readonly last: days.ClosedDay | null;
  /** What stands in the way of closing it, the first thing first; null if nothing does. */
  readonly refusal: CloseRefusal | null;
};

export async function standingOf(
  read: Reader,
  { account, day, time }: { account: RailAccount; day: string; time: RailTime },
  now: Temporal.Instant,
): Promise<Standing | null> {
  const statement = await days.findStatement(read, account, day);
  if (!statement) return null;
  const last = await days.lastClosed(read, account);
  const sums = await days.sumsBetween(read, account, { above: last?.day ?? null, upTo: day });
  const theirsMinor = (last?.theirsClosingMinor ?? 0n) + sums.theirsMinor;
  const oursMinor = (last?.oursClosingMinor ?? 0n) + sums.oursMinor;
  const open = await days.openUpTo(read, account, day);
  const refusal = await refusalOf(read, { account, time, statement, theirsMinor, open, last }, now);
  return {
    statement,
    theirsMinor,
    oursMinor,
    theirsItems: sums.theirsItems,
    oursItems: sums.oursItems,
    open,
    timingMinor: oursMinor - theirsMinor - open.unexplainedMinor - open.explainedMinor,
    last,
    refusal,
  };
}

type Asked = Pick<Standing, 'statement' | 'theirsMinor' | 'open' | 'last'> & {
  readonly account: RailAccount;
  readonly time: RailTime;
};

async function refusalOf(
  read: Reader,
  { account, time, statement, theirsMinor, open, last }: Asked,
  now: Temporal.Instant,
): Promise<CloseRefusal | null> {
  const { day, currency } = statement;
  const of = (minor: bigint) => money(minor, currency);
  if (last && day <= last.day) return { code: 'rail_day_closed' };
  const first = await days.firstOpenDay(read, account);
  if (first !== null && first < day) return { code: 'rail_day_before_open', day: first };
  const opensAt = startOf(dayAfter(day), time).add({ minutes: CLOSE_AFTER_MINUTES });
  if (Temporal.Instant.compare(now, opensAt) < 0)
    return { code: 'rail_day_not_over', opensAt: opensAt.toString() };
  // Where the lines make the balance nothing is missing, whatever it opened with: a closed day may have been told anew since.
  if (theirsMinor !== statement.closingMinor) {
    const before = await days.statementBefore(read, account, day);
    const ended = before && before.closingMinor + (await sumCarriedOver(read, account, before.day));
    if (ended !== null && ended !== statement.openingMinor)
      return { code: 'rail_day_gap', before: of(ended), opening: of(statement.openingMinor) };
    return { code: 'rail_day_differs', stated: of(statement.closingMinor), lines: of(theirsMinor) };
  }
  if (open.unexplained > 0)
    return {
      code: 'rail_day_unexplained',
      count: open.unexplained,
      oldest: open.oldest ?? day,
      difference: of(open.unexplainedMinor),
    };
  return null;
}

type Closing = { readonly account: RailAccount; readonly day: string; readonly by: StaffId };

/** Closes a day of which nothing is unexplained, once and for all. The database proves it anew. */
export async function closeDay(
  tx: Tx,
  deps: Pick<ReconcileDeps, 'clock' | 'log'>,
  { account, day, by }: Closing,
  time: RailTime,
): Promise<Result<days.ClosedDay, CloseRefusal>> {
  await lockRail(tx, account);
  await copyAndMatch(tx, deps, account, time);
  const standing = await standingOf(tx, { account, day, time }, deps.clock.now());
  if (!standing) return err({ code: 'not_found' });
  if (standing.refusal) return err(standing.refusal);
  const { statement, oursMinor, theirsItems, oursItems, open, timingMinor, last } = standing;
  const figures = {
    ...account,
    day,
    theirsOpeningMinor: statement.openingMinor,
    theirsClosingMinor: statement.closingMinor,
    oursClosingMinor: oursMinor,
    timingMinor,
    explainedMinor: open.explainedMinor,
    theirsItems,
    oursItems,
    closedBy: by,
    closedAt: deps.clock.now(),
    previousDigest: last?.digest ?? null,
  };
  const closed = { ...figures, digest: digestOf(figures) };
  await days.insertDay(tx, closed);
  return ok(closed);
}

/** Of all figures of a day and of the day before it: a changed one is seen by every later one. */
export const digestOf = (figures: Omit<days.ClosedDay, 'digest'>): Buffer =>
  sha256(
    JSON.stringify([
      'okpay reconciled day v1',
      figures.rail,
      figures.currency,
      figures.day,
      figures.theirsOpeningMinor.toString(),
      figures.theirsClosingMinor.toString(),
      figures.oursClosingMinor.toString(),
      figures.timingMinor.toString(),
      figures.explainedMinor.toString(),
      figures.theirsItems,
      figures.oursItems,
      figures.closedBy,
      figures.closedAt.toString(),
      figures.previousDigest?.toString('hex') ?? '',
    ]),
  );
