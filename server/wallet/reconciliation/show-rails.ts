import type { z } from 'zod';
import type { consoleReconciliationApi } from '#common/api/console-reconciliation';
import { toWire } from '#common/money';
import { RAILS, type RailName } from '#common/reconciliation';
import { customerNames } from '#identity';
import { type Operation, withUnknownOutcome } from '#operations';
import type { Reader } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { lastStatedDay, railAccountsStated } from './day-store.ts';
import { openItems } from './store.ts';
import { lastMomentsOf, listDebts, type OpenDebt, sumDebts, topUpsByEwallet } from './rails-store.ts';
import { openRefusals } from './report-store.ts';

type ShowDeps = Pick<WalletDeps, 'db' | 'clock'>;
type Rails = z.output<(typeof consoleReconciliationApi.railHealth)['ok']>;
type Debts = z.output<(typeof consoleReconciliationApi.customerDebts)['ok']>;

/** Debts of one page; who owes longest stands first. */
const DEBTS_MAX = 500;
/** Whose outcome a rail has to tell. */
async function unknownOf(read: Reader): Promise<(rail: RailName) => Operation[]> {
  const unknown = await withUnknownOutcome(read);
  const byEwallet = await topUpsByEwallet(
    read,
    unknown.map(({ id }) => id),
  );
  return (rail) => {
    if (rail === 'rail:bank') return unknown.filter(({ kind }) => kind === 'withdrawal');
    const isOfEwallet = rail === 'rail:ewallet';
    return unknown.filter(({ id, kind }) => kind === 'top_up' && byEwallet.has(id) === isOfEwallet);
  };
}

/** How each rail stands to us. */
export async function showRails({ db: { read } }: ShowDeps): Promise<Rails> {
  const unknown = await unknownOf(read);
  const accounts = await railAccountsStated(read);
  const rails: Rails['rails'] = [];
  for (const rail of RAILS) {
    const moments = await lastMomentsOf(read, rail);
    const own = unknown(rail);
    const refused = await openRefusals(read, rail);
    const oldest = own.map(({ since }) => since.toString()).toSorted()[0] ?? null;
    let openBreaks = 0;
    for (const account of accounts)
      if (account.rail === rail) openBreaks += (await openItems(read, account)).length;
    rails.push({
      rail,
      lastInAt: moments.lastInAt?.toString() ?? null,
      lastOutAt: moments.lastOutAt?.toString() ?? null,
      lastStatedDay: await lastStatedDay(read, rail),
      unknown: { count: own.length, oldest },
      refusedFiles: moments.refusedFiles + refused.length,
      refused: refused.map(({ seenAt, ...report }) => ({ ...report, at: seenAt.toString() })),
      waitingFiles: moments.waitingFiles,
      openBreaks,
    });
  }
  return { rails };
}

/** What customers owe, with its origin. */
export async function showDebts(deps: ShowDeps): Promise<Debts> {
  const { read } = deps.db;
  const { debts } = await debtsAfter(deps, null);
  const totals = await sumDebts(read);
  const count = totals.reduce((sum, each) => sum + each.count, 0);
  return {
    totals: totals.map(({ owed, count: own }) => ({ owed: toWire(owed), count: own })),
    debts,
    debtsLeft: Math.max(0, count - debts.length),
  };
}

/** A page of debts, and the last of them where there may be more. */
export async function debtsAfter(
  { db: { read }, clock }: ShowDeps,
  after: OpenDebt | null,
): Promise<{ debts: Debts['debts']; next: OpenDebt | null }> {
  const now = clock.now();
  const found = await listDebts(read, { after, limit: DEBTS_MAX });
  const names = await customerNames(read, [...new Set(found.map(({ customer }) => customer))]);
  const debts = found.map(
    ({ id, topUp, customer, incurred, collected, owed, openedAt, collectsFrom, isPaused }) => ({
      id,
      topUp,
      customer: { id: customer, name: names.get(customer) ?? '' },
      incurred: toWire(incurred),
      collected: toWire(collected),
      owed: toWire(owed),
      openedAt: openedAt.toString(),
      collectsFrom: collectsFrom.toString(),
      ageDays: Math.floor(openedAt.until(now).total('hours') / 24),
      isPaused,
    }),
  );
  return { debts, next: found.length < DEBTS_MAX ? null : (found.at(-1) ?? null) };
}
