import { api } from '#common/api/index';
import { err, invariant, ok } from '#common/result';
import { entryFor } from '#operations';
import { Temporal } from '#platform/clock';
import { serve, type Server } from '#platform/http';
import { defineJob } from '#platform/jobs';
import { findReview } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { endReview } from './end-review.ts';
import { REVIEW_JOB, reviewPayload } from './review-timer.ts';

export function reviewRoutes(server: Server, { db, clock, limits, casesOf }: WalletDeps): void {
  serve(server, api.cancelTransfer, async ({ actor, params: { id } }) => {
    const review = await findReview(db.read, id);
    if (review?.payer !== actor.id) return err({ code: 'not_found' });
    const ended = await db.transaction((tx) => endReview(tx, { clock, limits }, id, { state: 'cancelled' }));
    if (!ended.ok)
      return ended.error.code === 'review_blocked' ? err({ code: 'review_over' }) : err(ended.error);
    const entry = await entryFor(db.read, actor.id, id, casesOf);
    invariant(entry !== null, `${id} stands in the payer's history`);
    return ok(entry);
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
