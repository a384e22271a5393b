import { parseId } from '#common/id';
import { findOperation } from '#operations';
import { invariant, ok, type Result } from '#common/result';
import { balanceAsOf, findAccount, type HistoryArchived, statementPage, type StatementLine } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { firstStatement, lastClosed } from './day-store.ts';
import {
  countsFor,
  dayAfter,
  dayAt,
  OPENING,
  type RailAccount,
  type RailItem,
  type RailTime,
  startOf,
} from './rail.ts';
import { insertItems, lastVersion, refsOf } from './store.ts';

/** Lines of our account that are read at a time. */
const PAGE_LINES = 200;

/**
 * Copies what our books have on the rail's account since its first statement, each line once, in the transaction that holds the rail's lock.
 * What both sides had before is a line of each.
 */
export async function copyPostings(
  tx: Tx,
  clock: Clock,
  account: RailAccount,
  time: RailTime,
): Promise<Result<void, HistoryArchived>> {
  const own = await findAccount(tx, {
    kind: 'rail_settlement',
    owner: account.rail,
    currency: account.currency,
  });
  const first = await firstStatement(tx, account);
  if (own === null || first === null) return ok(undefined);
  const now = clock.now();
  let above = await lastVersion(tx, account);
  if (above === null) {
    const before = await balanceAsOf(tx, own, startOf(first.day, time).subtract({ microseconds: 1 }));
    if (!before.ok) return before;
    above = before.value.version;
    const opening = { day: dayAfter(first.day, -1), version: above };
    await insertItems(
      tx,
      account,
      [
        openingItem('theirs', first.openingMinor, { ...opening, version: null }),
        openingItem('ours', before.value.posted.minor, opening),
      ].filter(({ amountMinor }) => amountMinor !== 0n),
      now,
    );
  }
  // What was still being written when its day was closed counts for a later one; what is older than the beginning, for that.
  const closed = (await lastClosed(tx, account))?.day ?? dayAfter(first.day, -1);
  for (let before: bigint | null | undefined; before !== null;) {
    const page: Awaited<ReturnType<typeof statementPage>> = await statementPage(tx, own, {
      before: before ?? null,
      limit: PAGE_LINES,
    });
    const lines = page.lines.filter(({ version }) => version > (above ?? 0n));
    await insertItems(tx, account, await itemsOf(tx, lines, { time, closed }), now);
    const isDone = lines.length < page.lines.length;
    invariant(
      isDone || page.archived === null,
      `lines of ${account.rail} are copied before they are archived`,
    );
    before = isDone ? null : page.before;
  }
  return ok(undefined);
}

const openingItem = (
  side: RailItem['side'],
  amountMinor: bigint,
  { day, version }: { day: string; version: bigint | null },
): RailItem => ({
  id: newId('ri'),
  side,
  key: OPENING,
  day,
  statedOn: side === 'theirs' ? day : null,
  report: null,
  amountMinor,
  refs: [OPENING],
  code: OPENING,
  isReversal: false,
  operation: null,
  version,
});

type Copying = { readonly time: RailTime; readonly closed: string };

async function itemsOf(
  tx: Tx,
  lines: readonly StatementLine[],
  { time, closed }: Copying,
): Promise<RailItem[]> {
  const moving = lines.filter(({ effect }) => effect !== 'neither');
  const refs = await refsOf(
    tx,
    moving.map(({ operationId }) => operationId),
  );
  const parents = await parentsOf(tx, moving);
  return moving.map((line) => ({
    id: newId('ri'),
    side: 'ours',
    key: line.transfer,
    day: countsFor(dayAt(line.postedAt, time), closed),
    statedOn: null,
    report: null,
    amountMinor: line.effect === 'in' ? line.amount.minor : -line.amount.minor,
    refs: [line.operationId, ...(refs.get(line.operationId) ?? []), ...(parents.get(line.operationId) ?? [])],
    code: line.code,
    isReversal: line.kind === 'reversal',
    operation: line.operationId,
    version: line.version,
  }));
}

/** A rail calls what its bank took back by what it had been. */
async function parentsOf(tx: Tx, lines: readonly StatementLine[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { operationId } of lines) {
    const id = parseId('cb', operationId);
    const parent = id && !found.has(id) ? (await findOperation(tx, id))?.parent : null;
    if (id && parent) found.set(id, [parent]);
  }
  return found;
}
