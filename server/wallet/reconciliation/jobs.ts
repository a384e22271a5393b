import { z } from 'zod';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { reconcile } from './reconcile.ts';
import { RECONCILE_JOB } from './work.ts';
import { takeSettlements } from './take-settlements.ts';

const nothing = z.object({});

/** Minutes from one look to the next: what finance sees is at most so old. */
const RECONCILE_MINUTES = 15;

/** Statements and postings are brought together again and again. */
export function defineReconciliationJobs(deps: WalletDeps): void {
  defineJob(RECONCILE_JOB, nothing, async () => {
    await takeSettlements(deps);
    await reconcile(deps);
  });
  recurring(RECONCILE_JOB, { every: { minutes: RECONCILE_MINUTES } }, RECONCILE_JOB);
}
