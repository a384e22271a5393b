import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { defineJob } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { askProvider } from './ask-provider.ts';
import { releaseDelayed } from './release-delayed.ts';
import { refundTopUp } from './refund-top-up.ts';
import { returnCharge } from './return-charge.ts';
import { ASK_JOB, REFUND_JOB, RELEASE_JOB, RETURN_JOB } from './work.ts';

const topUpPayload = z.object({ id: idSchema('tu') });

const refundPayload = topUpPayload.extend({ tries: z.number().int().min(0) });

/** What top-ups do by themselves when their time comes. */
export function defineTopUpJobs(deps: WalletDeps): void {
  defineJob(ASK_JOB, topUpPayload, async ({ id }) => {
    await askProvider(deps, id, 'scheduled');
  });
  defineJob(REFUND_JOB, refundPayload, (payload) => refundTopUp(deps, payload));
  defineJob(RELEASE_JOB, topUpPayload, ({ id }) => releaseDelayed(deps, id));
  defineJob(RETURN_JOB, topUpPayload, async ({ id }, { lastAttempt }) => {
    await returnCharge(deps, id, { lastAttempt });
  });
}
