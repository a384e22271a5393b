import type { StatementEntry, StatementHead } from '#connectors';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { findStatement, lastClosed, saveStatement, statementBefore } from './day-store.ts';
import { countsFor, keyOf, type RailAccount, type RailItem } from './rail.ts';
import { beganOn, sumCarriedOver, sumStatedOn, untoldBy } from './statement-store.ts';
import { insertItems, lockRail } from './store.ts';
import { takeBack } from './take-back.ts';
import { RECONCILE_JOB } from './work.ts';

type TakeDeps = Pick<WalletDeps, 'clock' | 'log'>;
type Stated = StatementEntry | StatementHead;
const currencyOf = (each: Stated) => (each.kind === 'entry' ? each.amount.currency : each.currency);

/** Writes down what the bank's statements say; nothing moves by it. */
export async function takeStated(
  tx: Tx,
  deps: TakeDeps,
  report: bigint,
  stated: readonly Stated[],
): Promise<void> {
  for (const currency of [...new Set(stated.map(currencyOf))].toSorted()) {
    const account: RailAccount = { rail: 'rail:bank', currency };
    const own = stated.filter((each) => currencyOf(each) === currency);
    await lockRail(tx, account);
    await takeOwn(tx, deps, { account, report, stated: own });
  }
  if (stated.length > 0) await enqueue(tx, RECONCILE_JOB, {}, { key: RECONCILE_JOB });
}

type Told = {
  readonly account: RailAccount;
  readonly report: bigint;
  readonly stated: readonly Stated[];
};

/** What a closed day is told anew counts for the first open one; its own statement stays. */
async function takeOwn(tx: Tx, { clock, log }: TakeDeps, { account, report, stated }: Told): Promise<void> {
  const closed = (await lastClosed(tx, account))?.day ?? null;
  const began = (await beganOn(tx, account)) ?? '';
  // What lies before the beginning is in the balance with which it began.
  const told = stated.filter(({ day }) => day >= began);
  if (told.length < stated.length)
    log.warn({ report, ...account, began }, 'a statement is older than the first one');
  if (told.some(({ day }) => day <= (closed ?? '')))
    log.warn({ report, ...account, closed }, 'a statement tells of days that are closed');
  const items = told.flatMap((each) => (each.kind === 'entry' ? [itemOf(each, { report, closed })] : []));
  await insertItems(tx, account, items, clock.now());
  for (const head of told)
    if (head.kind === 'statement') await takeHead(tx, { clock }, { account, report, head, closed });
}

type Head = Omit<Told, 'stated'> & { readonly head: StatementHead; readonly closed: string | null };

/** Comes after all bookings of its statement. */
async function takeHead(
  tx: Tx,
  { clock }: Pick<TakeDeps, 'clock'>,
  { account, report, head, closed }: Head,
): Promise<void> {
  const { day, openingMinor, closingMinor } = head;
  const known = await findStatement(tx, account, day);
  const before = await statementBefore(tx, account, day);
  const isWhole =
    openingMinor === known?.openingMinor ||
    (before !== null &&
      openingMinor === before.closingMinor + (await sumCarriedOver(tx, account, before.day)));
  if (known && isWhole) {
    // Only where the sums say so: a bank that tells a day in several statements takes nothing back by it.
    const untold = await untoldBy(tx, account, { day, report });
    const back = takeBack(untold, { report, day: countsFor(day, closed) });
    const sum = untold.length === 0 ? 0n : await sumStatedOn(tx, account, day);
    const less = back.reduce((total, { amountMinor }) => total + amountMinor, 0n);
    if (less !== 0n && openingMinor + sum + less === closingMinor)
      await insertItems(tx, account, back, clock.now());
  }
  if (closed !== null && day <= closed) return;
  // The second statement of a day goes on where the first one ended.
  const isNext = known && !isWhole && openingMinor === known.closingMinor;
  const statement = {
    ...account,
    day,
    openingMinor: isNext ? known.openingMinor : openingMinor,
    closingMinor,
    report,
  };
  await saveStatement(tx, statement, clock.now());
}

function itemOf(
  { bookedOn, booking, day, amount, direction, refs, code, isReversal }: StatementEntry,
  { report, closed }: { report: bigint; closed: string | null },
): RailItem {
  const amountMinor = direction === 'in' ? amount.minor : -amount.minor;
  return {
    id: newId('ri'),
    side: 'theirs',
    key: keyOf({ bookedOn, booking, amountMinor }),
    day: countsFor(day, closed),
    statedOn: day,
    report,
    amountMinor,
    refs,
    code,
    isReversal,
    operation: null,
    version: null,
  };
}
