import { defineJob } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { giveBack } from './end-pickup.ts';
import { EXPIRE_PICKUP_JOB, pickupPayload } from './pickup-timer.ts';

/** What nobody picks up goes back whole. */
export function definePickupJobs({ db, clock }: Pick<WalletDeps, 'db' | 'clock'>): void {
  defineJob(EXPIRE_PICKUP_JOB, pickupPayload, async ({ id }) => {
    await db.transaction((tx) => giveBack(tx, clock, id, 'expired'));
  });
}
