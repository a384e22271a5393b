import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { TransferId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule, unschedule } from '#platform/timers';

export const EXPIRE_PICKUP_JOB = 'pickup.expire';
export const pickupPayload = z.object({ id: idSchema('tr') });
const keyOf = (id: TransferId): string => `pickup:${id}`;

/** What nobody has picked up by then goes back. */
export const watchPickup = (tx: Tx, id: TransferId, at: Temporal.Instant): Promise<void> =>
  schedule(tx, { at, job: EXPIRE_PICKUP_JOB, payload: { id }, key: keyOf(id) });
export const forgetPickup = (tx: Tx, id: TransferId): Promise<void> => unschedule(tx, keyOf(id));
