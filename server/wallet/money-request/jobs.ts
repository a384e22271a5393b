import { defineJob } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { expireRequest } from './change-request.ts';
import { EXPIRE_REQUEST_JOB, requestPayload } from './request-timer.ts';

/** What nobody pays runs out. */
export function defineMoneyRequestJobs({ db, clock }: Pick<WalletDeps, 'db' | 'clock'>): void {
  defineJob(EXPIRE_REQUEST_JOB, requestPayload, ({ id }) =>
    db.transaction((tx) => expireRequest(tx, clock, id)),
  );
}
