import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CustomerId } from '#common/id';
import { defineJob } from '#platform/jobs';
import { subscribeMany } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { collectDebts } from './collect-debts.ts';
import { COLLECT_JOB } from './debt.ts';
import * as store from './store.ts';

const FREE_AGAIN: readonly string[] = ['rejected', 'returned', 'cancelled'];
const payload = z.object({ chargebackId: idSchema('cb') });

/** Debts are collected when their notice ends, and from then on whenever money comes in. */
export function defineDebtJobs({ db, clock }: Pick<WalletDeps, 'db' | 'clock'>): void {
  defineJob(COLLECT_JOB, payload, ({ chargebackId }) =>
    db.transaction(async (tx) => {
      const customer = await store.customerOfDebt(tx, chargebackId);
      if (customer) await collectDebts(tx, clock, customer);
    }),
  );
  subscribeMany(
    'wallet.collect_debts',
    [
      'transfer.completed',
      'top_up.changed',
      'top_up.funds_released',
      'exchange.completed',
      'withdrawal.changed',
      'cross_border.changed',
      'bank_top_up.changed',
      'account.restriction_lifted',
    ],
    async (tx, heard) => {
      const paid = heard.flatMap(({ event }): CustomerId[] => {
        if (event.type === 'transfer.completed') return [event.payeeId];
        // What is free again after a payout is there to be collected too.
        if (event.type === 'withdrawal.changed' || event.type === 'cross_border.changed')
          return FREE_AGAIN.includes(event.state) ? [event.customerId] : [];
        const isTopUp = event.type === 'top_up.changed' || event.type === 'bank_top_up.changed';
        return isTopUp && event.state !== 'settled' ? [] : [event.customerId];
      });
      // Most people owe nothing: one question finds those who do.
      for (const customer of await store.customersWithDueDebts(tx, paid, clock.now()))
        await collectDebts(tx, clock, customer);
    },
  );
}
