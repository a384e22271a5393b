import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { ReviewedId } from '#risk';
import { schedule, unschedule } from '#platform/timers';

export const REVIEW_JOB = 'transfer.review_due';
export const reviewPayload = z.object({
  id: z.union([idSchema('tr'), idSchema('tu'), idSchema('wd'), idSchema('xb')]),
});
const keyOf = (id: ReviewedId): string => `transfer-review:${id}`;

/** When nobody has decided by then, the clock does. */
export const watchReview = (tx: Tx, id: ReviewedId, at: Temporal.Instant): Promise<void> =>
  schedule(tx, { at, job: REVIEW_JOB, payload: { id }, key: keyOf(id) });
export const forgetReview = (tx: Tx, id: ReviewedId): Promise<void> => unschedule(tx, keyOf(id));
