import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { MoneyRequestId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule, unschedule } from '#platform/timers';

export const EXPIRE_REQUEST_JOB = 'money_request.expire';
export const requestPayload = z.object({ id: idSchema('rq') });
const keyOf = (id: MoneyRequestId): string => `money-request:${id}`;

/** When nobody has paid by then, the clock ends it. */
export const watchRequest = (tx: Tx, id: MoneyRequestId, at: Temporal.Instant): Promise<void> =>
  schedule(tx, { at, job: EXPIRE_REQUEST_JOB, payload: { id }, key: keyOf(id) });
export const forgetRequest = (tx: Tx, id: MoneyRequestId): Promise<void> => unschedule(tx, keyOf(id));
