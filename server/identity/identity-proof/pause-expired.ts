// Whoever is known by a document that has ended, and does not renew it, cannot pay any more; a newer one that is approved lifts that by itself.
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import { restrict } from '#risk';
import * as store from './store.ts';

const JOB = 'identity.pause_expired';
const nothing = z.object({});
/** People of one run; the rest waits for the next hour. */
const BATCH = 500;

/** Limits those whose time to renew is over: once for each proof, whatever people decide about it afterwards. */
export async function pauseExpired({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<void> {
  const now = clock.now();
  for (const id of await store.proofsOverdue(db.read, now, BATCH))
    await db.transaction(async (tx) => {
      const proof = await store.lockProof(tx, id);
      // It was renewed meanwhile, or another process was faster.
      if (!proof || !(await store.isOverdue(tx, id, now))) return;
      await store.changeProof(tx, id, { restrictedAt: now }, now);
      await restrict(tx, clock, {
        customer: proof.customer,
        kind: 'limited',
        reason: 'document_expired',
        capabilities: ['transfer', 'withdraw'],
        note: `${id} ended ${proof.validUntil?.toString() ?? ''}`,
        by: 'rule:document_expired',
      });
    });
}

export function definePausing(deps: { readonly db: Db; readonly clock: Clock }): void {
  defineJob(JOB, nothing, () => pauseExpired(deps));
  recurring(JOB, { every: { minutes: 60 } }, JOB);
}
