import { z } from 'zod';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import { allErasers, type RetentionDeps } from './erasers.ts';
import { forgetUnproven } from './forget-unproven.ts';
import * as store from './store.ts';

const JOB = 'identity.erase_expired';
/** People of whom one sort is erased in one run; the rest waits for the next hour. */
const BATCH = 500;
const payload = z.object({});

/** Data go by a schedule that runs, whoever remembers it or not. */
export function defineRetention(deps: RetentionDeps): void {
  defineJob(JOB, payload, async () => {
    await eraseExpired(deps);
    await forgetUnproven(deps);
  });
  recurring(JOB, { every: { minutes: 60 } }, JOB);
}

/** Erases what has been kept long enough after an account was closed, each person and sort in a transaction with its record. */
export async function eraseExpired(deps: RetentionDeps): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  const erasers = allErasers(deps);
  for (const { what, days } of await store.retentionRules(db.read)) {
    const closedBefore = now.subtract({ hours: days * 24 });
    for (const customer of await store.dueForErasure(db.read, what, { closedBefore, limit: BATCH }))
      await db.transaction(async (tx) => {
        if (await store.insertErasure(tx, customer, { what, at: now })) await erasers[what](tx, customer);
      });
  }
}
