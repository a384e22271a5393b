import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { TransferId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule, unschedule } from '#platform/timers';

export const REVIEW_JOB = 'transfer.review_due';
export const reviewPayload = z.object({ id: idSchema('tr') });
const keyOf = (id: TransferId): string => `transfer-review:${id}`;

/** When nobody has decided by then, the clock does. */
export const watchReview = (tx: Tx, id: TransferId, at: Temporal.Instant): Promise<void> =>
  schedule(tx, { at, job: REVIEW_JOB, payload: { id }, key: keyOf(id) });
export const forgetReview = (tx: Tx, id: TransferId): Promise<void> => unschedule(tx, keyOf(id));
