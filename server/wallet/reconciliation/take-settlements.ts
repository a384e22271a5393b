import type { SettledDay } from '#connectors';
import type { RailName } from '#common/reconciliation';
import type { Reader } from '#platform/db';
import { newId } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { findStatement, lastClosed, lastStatedDay, saveStatement } from './day-store.ts';
import { countsFor, dayAfter, type RailAccount, type RailItem } from './rail.ts';
import { firstRefusedDay, insertRefusal, toldElsewhere } from './report-store.ts';
import { type NoReport, type Report, type SettledLine, type Settling, settlingOf } from './settling.ts';
import { beganOn } from './statement-store.ts';
import { insertItems, lockRail } from './store.ts';

export type SettlementDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer' | 'ewallet'>;

/** Days that are looked at again: the report of a currency may come after that of another, and a list may end within a day. */
const LOOK_BACK_DAYS = 3;

/** Fetches the days that providers have settled since, in their order, each whole or not at all. */
export async function takeSettlements(deps: SettlementDeps): Promise<void> {
  for (const settling of settlingOf(deps)) await takeOfOne(deps, settling);
}

async function takeOfOne(deps: SettlementDeps, { rail, days, report }: Settling): Promise<void> {
  const { db, log } = deps;
  const listed = await days(await askAfter(db.read, rail));
  if (!listed.ok) return log.warn({ rail, ...listed.error }, 'a rail could not be asked for its settlements');
  const waiting = new Set<string>();
  for (const of of listed.value.toSorted(byDay)) {
    const account: RailAccount = { rail, currency: of.currency };
    if (waiting.has(of.currency) || (await findStatement(db.read, account, of.day))) continue;
    const told = await report(of);
    const failure = told.ok ? await takeReport(deps, account, told.value) : told.error;
    if (!failure) continue;
    await tellFailure(deps, account, of, failure);
    // Later days of any currency wait: what is asked for next begins near the last one that is known.
    if (failure.code === 'unavailable') return;
    // One that is refused holds up its own currency alone, and is asked for until it is right.
    waiting.add(of.currency);
  }
}

async function askAfter(read: Reader, rail: RailName): Promise<string | null> {
  const last = await lastStatedDay(read, rail);
  if (last === null) return null;
  const refused = await firstRefusedDay(read, rail);
  const lately = dayAfter(last, -LOOK_BACK_DAYS);
  return refused !== null && refused <= lately ? dayAfter(refused, -1) : lately;
}

const byDay = (a: SettledDay, b: SettledDay): number =>
  a.day === b.day ? (a.currency < b.currency ? -1 : 1) : a.day < b.day ? -1 : 1;

/** What nobody answered is asked again; what was refused people see, until the provider tells the day as it was. */
async function tellFailure(
  { db, clock, log }: SettlementDeps,
  account: RailAccount,
  { day }: SettledDay,
  failure: NoReport,
): Promise<void> {
  if (failure.code === 'unavailable')
    return log.warn({ ...account, day, ...failure }, 'a settlement could not be fetched');
  await db.transaction((tx) => insertRefusal(tx, account, { ...failure, day }, clock.now()));
  log.error({ ...account, day, ...failure }, 'a settlement was refused');
}

/** Writes down what a report says, whole; or answers why not. */
async function takeReport(
  { db, clock, log }: SettlementDeps,
  account: RailAccount,
  { lines, ...statement }: Report,
): Promise<NoReport | null> {
  const { day, currency } = statement;
  return db.transaction(async (tx) => {
    await lockRail(tx, account);
    const closed = (await lastClosed(tx, account))?.day ?? null;
    if (day < ((await beganOn(tx, account)) ?? '')) {
      log.warn({ day, ...account }, 'a settlement is older than the first one');
      return null;
    }
    const known = await toldElsewhere(tx, account, { day, keys: lines.map(({ key }) => key) });
    const line = lines.findIndex(({ key }) => known.has(key)) + 1;
    if (line > 0) return { code: 'report_refused', fault: 'told_before', line };
    const items = lines.map((each) => itemOf({ day, closed }, each));
    await insertItems(tx, account, items, clock.now());
    if (closed === null || day > closed)
      await saveStatement(tx, { ...statement, rail: account.rail, report: null }, clock.now());
    else log.warn({ day, currency, closed }, 'a settlement is of a day that is closed');
    return null;
  });
}

const itemOf = (
  { day, closed }: { day: string; closed: string | null },
  { key, code, amountMinor, refs, isReversal }: SettledLine,
): RailItem => ({
  id: newId('ri'),
  side: 'theirs',
  key,
  day: countsFor(day, closed),
  statedOn: day,
  report: null,
  amountMinor,
  refs,
  code,
  isReversal,
  operation: null,
  version: null,
});
