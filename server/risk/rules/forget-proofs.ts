import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import { deleteOldFailures } from '../failures/store.ts';
import { deleteProofDecisionsBefore } from './store.ts';

/** Days that is kept what was asked for at a proof and became no payment; as long as tries to sign in. */
const PROOF_DAYS = 180;
const JOB = 'risk.forget_proofs';
const payload = z.object({});

/** Decisions about payments stay with their records; what came to nothing is forgotten. */
export function defineForgetting({ db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  defineJob(JOB, payload, () =>
    db.transaction(async (tx) => {
      const now = clock.now();
      await deleteProofDecisionsBefore(tx, now.subtract({ hours: PROOF_DAYS * 24 }));
      await deleteOldFailures(tx, now);
    }),
  );
  recurring(JOB, { every: { minutes: 24 * 60 } }, JOB);
}
