import type { SettledDay, Settlement } from '#connectors';
import { newId } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { findStatement, lastClosed, lastStatedDay, saveStatement } from './day-store.ts';
import { countsFor, dayAfter, type RailAccount, type RailItem } from './rail.ts';
import { beganOn } from './statement-store.ts';
import { insertItems, lockRail } from './store.ts';

export type SettlementDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer'>;

/** Days that are looked at again: the report of a currency may come after that of another, and a list may end within a day. */
const LOOK_BACK_DAYS = 3;

/** Fetches the days that the acquirer has settled since, in their order, each whole or not at all. */
export async function takeSettlements(deps: SettlementDeps): Promise<void> {
  const { db, acquirer, log } = deps;
  const last = await lastStatedDay(db.read, 'rail:card');
  const days = await acquirer.settlementsAfter(last === null ? null : dayAfter(last, -LOOK_BACK_DAYS));
  if (!days.ok) return log.warn(days.error, 'the acquirer could not be asked for its settlements');
  for (const of of days.value.toSorted(byDay)) {
    const { day, currency } = of;
    if (await findStatement(db.read, { rail: 'rail:card', currency }, day)) continue;
    const settlement = await acquirer.settlement(of);
    // Later days of any currency wait: what is asked for next begins near the last one that is known.
    if (!settlement.ok) return log.warn({ ...of, ...settlement.error }, 'a settlement could not be fetched');
    await takeSettlement(deps, settlement.value);
  }
}

const byDay = (a: SettledDay, b: SettledDay): number =>
  a.day === b.day ? (a.currency < b.currency ? -1 : 1) : a.day < b.day ? -1 : 1;

async function takeSettlement(
  { db, clock, log }: SettlementDeps,
  { lines, ...statement }: Settlement,
): Promise<void> {
  const { day, currency } = statement;
  const account: RailAccount = { rail: 'rail:card', currency };
  await db.transaction(async (tx) => {
    await lockRail(tx, account);
    const closed = (await lastClosed(tx, account))?.day ?? null;
    if (day < ((await beganOn(tx, account)) ?? ''))
      return log.warn({ day, currency }, 'a settlement is older than the first one');
    const items = lines.map((line) => itemOf({ day, closed }, line));
    await insertItems(tx, account, items, clock.now());
    if (closed === null || day > closed)
      return saveStatement(tx, { ...statement, rail: 'rail:card', report: null }, clock.now());
    log.warn({ day, currency, closed }, 'a settlement is of a day that is closed');
  });
}

const itemOf = (
  { day, closed }: { day: string; closed: string | null },
  { id, kind, charge, reference, refundReference, amountMinor }: Settlement['lines'][number],
): RailItem => ({
  id: newId('ri'),
  side: 'theirs',
  key: id,
  day: countsFor(day, closed),
  statedOn: day,
  report: null,
  amountMinor: kind === 'charge' ? amountMinor : -amountMinor,
  refs: [...new Set([reference, charge, ...(refundReference === null ? [] : [refundReference])])],
  code: kind,
  isReversal: kind !== 'charge',
  operation: null,
  version: null,
});
