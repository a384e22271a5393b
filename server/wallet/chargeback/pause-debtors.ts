// A debt that stays unpaid for weeks pauses payments to people. Topping up and being paid settle it, and then the pause goes by itself.
import { z } from 'zod';
import type { CustomerId } from '#common/id';
import { defineJob } from '#platform/jobs';
import type { Tx } from '#platform/db';
import { subscribe } from '#platform/outbox';
import { recurring } from '#platform/timers';
import type { Clock } from '#platform/clock';
import { liftByRule, restrict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import * as store from './store.ts';

const JOB = 'wallet.pause_debtors';
const nothing = z.object({});
/** Debts of one run; the rest waits for the next hour. */
const BATCH = 500;
type Deps = Pick<WalletDeps, 'db' | 'clock'>;

/** Limits those who owe too long: once for each debt, whatever people decide about it afterwards. */
export async function pauseDebtors({ db, clock }: Deps): Promise<void> {
  const now = clock.now();
  for (const id of await store.debtsOverdue(db.read, now, BATCH))
    await db.transaction(async (tx) => {
      const debt = await store.lockOverdueDebt(tx, id, now);
      if (!debt) return; // It was paid meanwhile, or another process was faster.
      await store.saveRestricted(tx, id, now);
      await restrict(tx, clock, {
        customer: debt.customer,
        kind: 'limited',
        reason: 'debt_unpaid',
        // Payouts are blocked by the debt itself; with both, the wallet would be frozen and nothing collected from it.
        capabilities: ['transfer'],
        note: `${id} is owed since ${debt.collectsFrom.toString()}`,
        by: 'rule:debt_unpaid',
      });
    });
}

/** Lets somebody pay again who has paid what they were stopped for. */
async function letGo(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  if (!(await store.owesRestricted(tx, customer))) await liftByRule(tx, clock, customer, 'debt_unpaid');
}

export function definePausing(deps: Deps): void {
  defineJob(JOB, nothing, () => pauseDebtors(deps));
  recurring(JOB, { every: { minutes: 60 } }, JOB);
  // In a transaction of its own: collecting holds the lock of one wallet, lifting wants all of them in the ledger's order.
  subscribe('wallet.let_debtors_go', ['debt.collected'], (tx, event) =>
    letGo(tx, deps.clock, event.customerId),
  );
}
