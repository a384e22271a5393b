import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import { deleteAttemptsBefore } from './attempts/store.ts';
import { deleteFollowsBefore } from './access-help/store.ts';
import { deleteFormerBefore } from './contact/store.ts';
import { deleteStepUpsBefore } from './payment-password/store.ts';
import { deleteChallengesBefore } from './passkey/store.ts';
import { deleteOffersBefore } from './second-factor/store.ts';
import { deleteSessionsBefore } from './session/store.ts';
import { deleteSignInsBefore } from './sign-in-history/store.ts';
import { deletePendingBefore } from './sign-in/store.ts';
import { deleteRequestsBefore } from './verification/store.ts';

/** Days that ended sessions are kept for whoever looks into what happened. */
const SESSION_DAYS = 90;
/** Days that used and expired proofs of presence are kept beside the payment they were for. */
const STEP_UP_DAYS = 30;
/** Days that counters of attempts and of messages reach back at most. */
const COUNTER_DAYS = 2;

/** Days that sign-ins and tries are shown to their owner: long enough to see a pattern, no longer. */
const SIGN_IN_DAYS = 180;

const JOB = 'identity.housekeeping';
const payload = z.object({});

/** Forgets counters, proofs and sessions that nobody will ask for again; they say who was where. */
export async function tidyIdentity({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const daysAgo = (days: number) => clock.now().subtract({ hours: days * 24 });
  await db.transaction(async (tx) => {
    await deleteAttemptsBefore(tx, daysAgo(COUNTER_DAYS));
    await deleteRequestsBefore(tx, daysAgo(COUNTER_DAYS));
    await deleteOffersBefore(tx, clock.now());
    await deleteChallengesBefore(tx, clock.now());
    await deletePendingBefore(tx, clock.now());
    await deleteFollowsBefore(tx, clock.now());
    await deleteFormerBefore(tx, clock.now());
    await deleteStepUpsBefore(tx, daysAgo(STEP_UP_DAYS));
    await deleteSignInsBefore(tx, daysAgo(SIGN_IN_DAYS));
    await deleteSessionsBefore(tx, daysAgo(SESSION_DAYS));
  });
}

export function defineIdentityHousekeeping(deps: { db: Db; clock: Clock }): void {
  defineJob(JOB, payload, () => tidyIdentity(deps));
  recurring(JOB, { every: { minutes: 60 } }, JOB);
}
