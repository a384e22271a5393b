import type { Money } from '#common/money';
import { invariant, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { accountOf, type LedgerAccountId } from '../accounts/accounts.ts';
import { archivedLinesOf } from '../archive/store.ts';
import { CHART } from '../chart.ts';
import { type HistoryArchived, standingAt, type StatementLine, toLine } from './statements.ts';
import * as store from './store.ts';

/** Lines that are in memory at once, whatever the length of a range. */
const PAGE_LINES = 1_000;
/** Pages whose beginnings are looked for in one question. */
const PAGES_PER_LOOK = 20;

/**
 * The lines of one account between two moments. It is named by the numbers of its lines and not by times, so it stays the same for ever:
 * opening balance, all its lines and closing balance add up, whatever is posted meanwhile.
 */
export type LineRange = {
  readonly account: LedgerAccountId;
  readonly opening: Money;
  readonly closing: Money;
  /** Its lines have the versions above this one … */
  readonly above: bigint;
  /** … up to this one. */
  readonly upTo: bigint;
  /** The row of the newest of them; null when there is none. */
  readonly newest: bigint | null;
};

/** What was on the account just before `from`, what just before `until`, and all that moved it in between. */
export async function lineRange(
  reader: Reader,
  account: LedgerAccountId,
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<Result<LineRange, HistoryArchived>> {
  const before = (at: Temporal.Instant): Temporal.Instant => at.subtract({ microseconds: 1 });
  const opening = await standingAt(reader, account, before(from));
  if (!opening.ok) return opening;
  const closing = await standingAt(reader, account, before(until));
  if (!closing.ok) return closing;
  const { posted, version, seq } = closing.value;
  const isEmpty = version <= opening.value.version;
  return ok({
    account,
    opening: opening.value.posted,
    closing: isEmpty ? opening.value.posted : posted,
    above: opening.value.version,
    upTo: isEmpty ? opening.value.version : version,
    newest: isEmpty ? null : seq,
  });
}

/** Whether all lines of a range that was made earlier are still here. */
export async function rangeIsHere(
  reader: Reader,
  { account, above, newest }: Pick<LineRange, 'account' | 'above' | 'newest'>,
): Promise<boolean> {
  if (newest === null) return true;
  const archived = await archivedLinesOf(reader, account);
  return archived === null || archived.version <= above;
}

/** Every line of a range, a page at a time. A line that is missing throws: half a history must never look like a whole one. */
export async function* linesOf(
  reader: Reader,
  range: LineRange,
  order: 'newest_first' | 'oldest_first',
): AsyncGenerator<StatementLine[]> {
  const { account, newest, above, upTo } = range;
  if (newest === null) return;
  const { normalSide } = CHART[(await accountOf(reader, account)).kind];
  const starts = await pageStarts(reader, range);
  const count = Number(upTo - above);
  for (let at = 0; at < starts.length; at++) {
    const place = order === 'newest_first' ? at : starts.length - 1 - at;
    const start = starts[place];
    invariant(start !== undefined, 'a page has a first row');
    const limit = Math.min(PAGE_LINES, count - place * PAGE_LINES);
    const rows = await store.entriesBack(reader, account, { newest: start, limit });
    const expected = upTo - BigInt(place * PAGE_LINES);
    invariant(
      rows.length === limit && rows.every(({ version }, n) => version === expected - BigInt(n)),
      `lines of account ${account} follow each other`,
    );
    const lines = rows.map((row) => toLine(row, normalSide));
    yield order === 'newest_first' ? lines : lines.reverse();
  }
}

/** The newest row of each page, the newest page first. */
async function pageStarts(reader: Reader, { account, newest, above, upTo }: LineRange): Promise<bigint[]> {
  const pages = Math.ceil(Number(upTo - above) / PAGE_LINES);
  const starts: bigint[] = [];
  for (let next = newest; next !== null && starts.length < pages;) {
    const wanted = Math.min(PAGES_PER_LOOK, pages - starts.length);
    const over = wanted * PAGE_LINES;
    const found = await store.seqsEvery(reader, account, { newest: next, every: PAGE_LINES, over });
    starts.push(...found.slice(0, wanted));
    next = found[wanted] ?? null;
  }
  invariant(starts.length === pages, `account ${account} has all lines of a range`);
  return starts;
}

/** A page of a range, newest first, from a row of it on or from its newest; null for a row that is none of its. Costs the same on every page. */
export async function pageOfRange(
  reader: Reader,
  range: LineRange,
  { from, limit }: { from: bigint | null; limit: number },
): Promise<{ lines: StatementLine[]; next: bigint | null } | null> {
  const { account, newest, above, upTo } = range;
  if (newest === null) return { lines: [], next: null };
  if (from !== null && !(await store.isLineOf(reader, account, from))) return null;
  const { normalSide } = CHART[(await accountOf(reader, account)).kind];
  const rows = await store.entriesBack(reader, account, { newest: from ?? newest, limit: limit + 1 });
  const inside = rows.filter(({ version }) => version > above && version <= upTo);
  const shown = inside.slice(0, limit);
  return { lines: shown.map((row) => toLine(row, normalSide)), next: inside[limit]?.seq ?? null };
}
