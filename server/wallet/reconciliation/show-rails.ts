import type { z } from 'zod';
import type { consoleReconciliationApi } from '#common/api/console-reconciliation';
import { toWire } from '#common/money';
import { RAILS, type RailName } from '#common/reconciliation';
import { customerNames } from '#identity';
import { withUnknownOutcome } from '#operations';
import type { WalletDeps } from '../deps.ts';
import { lastStatedDay, railAccountsStated } from './day-store.ts';
import { openItems } from './store.ts';
import { lastMomentsOf, listDebts } from './rails-store.ts';

type ShowDeps = Pick<WalletDeps, 'db' | 'clock'>;
type Rails = z.output<(typeof consoleReconciliationApi.railHealth)['ok']>;
type Debts = z.output<(typeof consoleReconciliationApi.customerDebts)['ok']>;

/** Debts that are listed; who owes longest stands first. */
const DEBTS_MAX = 500;
/** Kinds of operations whose outcome a rail has to tell. */
const ASKED_OF: Record<RailName, string> = { 'rail:bank': 'withdrawal', 'rail:card': 'top_up' };

/** How each rail stands to us. */
export async function showRails({ db: { read } }: ShowDeps): Promise<Rails> {
  const unknown = await withUnknownOutcome(read);
  const accounts = await railAccountsStated(read);
  const rails: Rails['rails'] = [];
  for (const rail of RAILS) {
    const moments = await lastMomentsOf(read, rail);
    const own = unknown.filter(({ kind }) => kind === ASKED_OF[rail]);
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
      refusedFiles: moments.refusedFiles,
      waitingFiles: moments.waitingFiles,
      openBreaks,
    });
  }
  return { rails };
}

/** What customers owe, with its origin. */
export async function showDebts({ db: { read }, clock }: ShowDeps): Promise<Debts> {
  const now = clock.now();
  const found = await listDebts(read, DEBTS_MAX);
  const names = await customerNames(read, [...new Set(found.debts.map(({ customer }) => customer))]);
  return {
    totals: found.totals.map(({ owed, count }) => ({ owed: toWire(owed), count })),
    debts: found.debts.map(
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
    ),
  };
}
