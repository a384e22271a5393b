import type { StatementEntry, StatementHead } from '#connectors';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { lastClosed, saveStatement } from './day-store.ts';
import type { RailAccount, RailItem } from './rail.ts';
import { RECONCILE_JOB } from './work.ts';
import { insertItems, lockRail } from './store.ts';

type TakeDeps = Pick<WalletDeps, 'clock' | 'log'>;

/** Writes down what the bank's statements say; nothing moves by it. What a closed day is told anew stays out, and is reported. */
export async function takeStated(
  tx: Tx,
  deps: TakeDeps,
  report: bigint,
  stated: readonly (StatementEntry | StatementHead)[],
): Promise<void> {
  const currencies = new Set(stated.map((each) => ('amount' in each ? each.amount.currency : each.currency)));
  for (const currency of [...currencies].toSorted()) {
    const account: RailAccount = { rail: 'rail:bank', currency };
    await lockRail(tx, account);
    const own = stated.filter(
      (each) => ('amount' in each ? each.amount.currency : each.currency) === currency,
    );
    const fresh = await ofOpenDays(tx, deps, { account, report, stated: own });
    const items = fresh.filter((each) => each.kind === 'entry').map(itemOf);
    await insertItems(tx, account, items, deps.clock.now());
    if (fresh.length > 0) await enqueue(tx, RECONCILE_JOB, {}, { key: RECONCILE_JOB });
    for (const head of fresh)
      if (head.kind === 'statement')
        await saveStatement(tx, { ...head, rail: 'rail:bank', report }, deps.clock.now());
  }
}

type Told = {
  readonly account: RailAccount;
  readonly report: bigint;
  readonly stated: readonly (StatementEntry | StatementHead)[];
};

async function ofOpenDays(
  tx: Tx,
  { log }: TakeDeps,
  { account, report, stated }: Told,
): Promise<Told['stated']> {
  const closed = (await lastClosed(tx, account))?.day ?? '';
  const open = stated.filter(({ day }) => day > closed);
  if (open.length < stated.length)
    log.warn({ report, ...account, closed }, 'a statement tells of days that are closed');
  return open;
}

export const itemOf = (entry: Omit<StatementEntry, 'kind'>): RailItem => ({
  id: newId('ri'),
  side: 'theirs',
  key: entry.booking,
  day: entry.day,
  amountMinor: entry.direction === 'in' ? entry.amount.minor : -entry.amount.minor,
  refs: entry.refs,
  code: entry.code,
  isReversal: entry.isReversal,
  operation: null,
  version: null,
});
