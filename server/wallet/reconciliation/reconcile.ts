import type { ProposalId } from '#common/id';
import type { RailBookingAccount } from '#common/reconciliation';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { bookedByRule, bookItem } from './book-own.ts';
import { copyPostings } from './copy-postings.ts';
import { railAccountsStated } from './day-store.ts';
import { matchLines } from './match.ts';
import { type RailAccount, type RailItem, type RailTime, railTimes } from './rail.ts';
import { insertMatch, lockRail, openItems, postingOf } from './store.ts';

export type ReconcileDeps = Pick<WalletDeps, 'db' | 'clock' | 'log'>;

/** Brings both sides of every account together as far as rules can. However often it runs, nothing is done twice. */
export async function reconcile(deps: ReconcileDeps): Promise<void> {
  const { db, clock } = deps;
  const timeOf = await railTimes(db.read, clock.now());
  for (const account of await railAccountsStated(db.read))
    await db.transaction((tx) => reconcileAccount(tx, deps, account, timeOf(account)));
}

/** One account, in the transaction of whoever asks. */
export async function reconcileAccount(
  tx: Tx,
  deps: Pick<ReconcileDeps, 'clock' | 'log'>,
  account: RailAccount,
  time: RailTime,
): Promise<void> {
  await lockRail(tx, account);
  if (!(await copyAndMatch(tx, deps, account, time))) return;
  for (const item of await openItems(tx, account)) {
    const to = bookedByRule(item);
    if (to) await bookAndMatch(tx, deps.clock, { account, time, item, to, proposal: null });
  }
}

/** Our newest postings beside their newest lines; false where these cannot be read any more. The caller holds the rail's lock. */
export async function copyAndMatch(
  tx: Tx,
  { clock, log }: Pick<ReconcileDeps, 'clock' | 'log'>,
  account: RailAccount,
  time: RailTime,
): Promise<boolean> {
  const copied = await copyPostings(tx, clock, account, time);
  if (!copied.ok) {
    log.error({ ...account, ...copied.error }, 'postings of a rail are in the archive');
    return false;
  }
  for (const { rule, lines } of matchLines(await openItems(tx, account)))
    invariant(
      await insertMatch(tx, { rule, items: lines, proposal: null }, clock.now()),
      'nobody else matches meanwhile',
    );
  return true;
}

type BookAndMatch = {
  readonly account: RailAccount;
  readonly time: RailTime;
  readonly item: RailItem;
  readonly to: RailBookingAccount;
  readonly proposal: ProposalId | null;
};

/** Books an open line, and brings it together with its own posting before any rule looks at either; false if it was booked before. */
export async function bookAndMatch(
  tx: Tx,
  clock: Clock,
  { account, time, item, to, proposal }: BookAndMatch,
): Promise<boolean> {
  const booked = await bookItem(tx, clock, account, { item, account: to, proposal });
  if (!booked) return false;
  const copied = await copyPostings(tx, clock, account, time);
  const posting = copied.ok ? await postingOf(tx, booked) : null;
  invariant(posting !== null, `what ${item.id} was booked by is copied`);
  const rule = proposal === null ? 'reference' : 'by_hand';
  invariant(
    await insertMatch(tx, { rule, items: [item.id, posting], proposal }, clock.now()),
    'nobody else matches meanwhile',
  );
  return true;
}
