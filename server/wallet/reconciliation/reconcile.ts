import { invariant } from '#common/result';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { bookedByRule, bookItem } from './book-own.ts';
import { copyPostings } from './copy-postings.ts';
import { railAccountsStated } from './day-store.ts';
import { matchLines } from './match.ts';
import { type RailAccount, type RailTime, railTimes } from './rail.ts';
import { insertMatch, lockRail, openItems } from './store.ts';

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
  await copyAndMatch(tx, deps, account, time);
  let booked = 0;
  for (const item of await openItems(tx, account)) {
    const to = bookedByRule(item);
    if (to && (await bookItem(tx, deps.clock, account, { item, account: to, proposal: null }))) booked++;
  }
  if (booked > 0) await copyAndMatch(tx, deps, account, time);
}

/** Our newest postings beside their newest lines. The caller holds the rail's lock. */
export async function copyAndMatch(
  tx: Tx,
  { clock, log }: Pick<ReconcileDeps, 'clock' | 'log'>,
  account: RailAccount,
  time: RailTime,
): Promise<void> {
  const copied = await copyPostings(tx, clock, account, time);
  if (!copied.ok) return log.error({ ...account, ...copied.error }, 'postings of a rail are in the archive');
  for (const { rule, lines } of matchLines(await openItems(tx, account)))
    invariant(
      await insertMatch(tx, { rule, items: lines, proposal: null }, clock.now()),
      'nobody else matches meanwhile',
    );
}
