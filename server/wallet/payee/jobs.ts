import { z } from 'zod';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { deleteReferencesBefore } from './store.ts';

const FORGET_JOB = 'payee.forget_references';
/** Days a reference is kept after it has expired, for a payment that is asked for again; as long as idempotency keys. */
const KEEP_DAYS = 45;
const nothing = z.object({});

/** Who was looked for is not kept longer than it can be needed. */
export function definePayeeJobs({ db, clock }: Pick<WalletDeps, 'db' | 'clock'>): void {
  defineJob(FORGET_JOB, nothing, () =>
    db.transaction((tx) => deleteReferencesBefore(tx, clock.now().subtract({ hours: KEEP_DAYS * 24 }))),
  );
  recurring('payee.forget_references', { every: { minutes: 24 * 60 } }, FORGET_JOB);
}
