import { api } from '#common/api/index';
import type { CustomerId, TransferId } from '#common/id';
import { err, invariant, ok } from '#common/result';
import { entryFor } from '#operations';
import { Temporal } from '#platform/clock';
import { serve, type Server } from '#platform/http';
import { defineJob } from '#platform/jobs';
import { findReview } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { giveBack } from '../pickup/end-pickup.ts';
import { findPickup } from '../pickup/store.ts';
import { endReview } from './end-review.ts';
import { REVIEW_JOB, reviewPayload } from './review-timer.ts';

export function reviewRoutes(server: Server, { db, clock, limits, casesOf }: WalletDeps): void {
  const entryOf = async (payer: CustomerId, id: TransferId) => {
    const entry = await entryFor(db.read, payer, id, casesOf);
    invariant(entry !== null, `${id} stands in the payer's history`);
    return entry;
  };
  serve(server, api.cancelTransfer, async ({ actor, params: { id } }) => {
    const pickup = await findPickup(db.read, id);
    if (pickup?.payer === actor.id) {
      const isBack = await db.transaction((tx) => giveBack(tx, clock, id, 'cancelled'));
      if (!isBack) return err({ code: 'review_over' });
      return ok(await entryOf(actor.id, id));
    }
    const review = await findReview(db.read, id);
    if (review?.payer !== actor.id) return err({ code: 'not_found' });
    const ended = await db.transaction((tx) => endReview(tx, { clock, limits }, id, { state: 'cancelled' }));
    if (!ended.ok)
      return ended.error.code === 'review_blocked' ? err({ code: 'review_over' }) : err(ended.error);
    return ok(await entryOf(actor.id, id));
  });
}

/** Nobody decided: the money is free again. */
export function defineReviewJobs({ db, clock, limits }: Pick<WalletDeps, 'db' | 'clock' | 'limits'>): void {
  defineJob(REVIEW_JOB, reviewPayload, async ({ id }) => {
    const review = await findReview(db.read, id);
    if (!review || Temporal.Instant.compare(clock.now(), review.dueAt) < 0) return;
    await db.transaction((tx) => endReview(tx, { clock, limits }, id, { state: 'expired' }));
  });
}
