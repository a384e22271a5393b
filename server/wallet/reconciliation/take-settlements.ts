import type { Settlement } from '#connectors';
import { newId } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { lastStatedDay, saveStatement } from './day-store.ts';
import type { RailAccount, RailItem } from './rail.ts';
import { insertItems, lockRail } from './store.ts';

export type SettlementDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer'>;

/** Fetches the days that the acquirer has settled since, in their order, each whole or not at all. */
export async function takeSettlements(deps: SettlementDeps): Promise<void> {
  const { db, acquirer, log } = deps;
  const days = await acquirer.settlementsAfter(await lastStatedDay(db.read, 'rail:card'));
  if (!days.ok) return log.warn(days.error, 'the acquirer could not be asked for its settlements');
  // The currencies of one day belong together: what is asked for next is what comes after the last day.
  for (const day of new Set(days.value.map((each) => each.day))) {
    const settled: Settlement[] = [];
    for (const of of days.value.filter((each) => each.day === day)) {
      const settlement = await acquirer.settlement(of);
      if (!settlement.ok)
        return log.warn({ ...of, ...settlement.error }, 'a settlement could not be fetched');
      settled.push(settlement.value);
    }
    await takeDay(deps, settled);
  }
}

async function takeDay({ db, clock }: SettlementDeps, settled: readonly Settlement[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { lines, ...statement } of settled.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))) {
      const account: RailAccount = { rail: 'rail:card', currency: statement.currency };
      await lockRail(tx, account);
      await insertItems(
        tx,
        account,
        lines.map((line) => itemOf(statement.day, line)),
        clock.now(),
      );
      await saveStatement(tx, { ...statement, rail: 'rail:card', report: null }, clock.now());
    }
  });
}

const itemOf = (
  day: string,
  { id, kind, charge, reference, refundReference, amountMinor }: Settlement['lines'][number],
): RailItem => ({
  id: newId('ri'),
  side: 'theirs',
  key: id,
  day,
  amountMinor: kind === 'charge' ? amountMinor : -amountMinor,
  refs: [...new Set([reference, charge, ...(refundReference === null ? [] : [refundReference])])],
  code: kind,
  isReversal: kind !== 'charge',
  operation: null,
  version: null,
});
