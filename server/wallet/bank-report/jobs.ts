import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { Db } from '#platform/db';
import { defineJob, enqueue } from '#platform/jobs';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { OVERDUE_JOB } from '../withdrawal/work.ts';
import { collectReports } from './collect-reports.ts';
import { lookForOverdue } from './look-for-overdue.ts';
import { erasePayersOfNobody } from '../bank-top-up/store.ts';
import { deleteLeftLines } from './store.ts';
import { COLLECT_JOB, TIDY_JOB } from './work.ts';

const nothing = z.object({});
const withdrawalPayload = z.object({ id: idSchema('wd') });

/** Minutes from one look at the bank's reports to the next. */
const COLLECT_MINUTES = 5;
/** Hours after which lines of a file that was never taken are nobody's. */
const LEFT_AFTER_HOURS = 24;

/** Days that a payer is kept whose money went back: as long as any payment is answered for. */
const PAYER_DAYS = 1_825;

/** Has the bank asked for its reports now, e.g. when the server starts. */
export const requestReports = (db: Db): Promise<void> =>
  db.transaction((tx) => enqueue(tx, COLLECT_JOB, {}, { key: COLLECT_JOB }));

/** What the bank reports, fetched again and again. */
export function defineReportJobs(deps: WalletDeps): void {
  defineJob(COLLECT_JOB, nothing, () => collectReports(deps));
  defineJob(OVERDUE_JOB, withdrawalPayload, ({ id }) => lookForOverdue(deps, id));
  defineJob(TIDY_JOB, nothing, async () => {
    const now = deps.clock.now();
    await deleteLeftLines(deps.db.read, now.subtract({ hours: LEFT_AFTER_HOURS }));
    await erasePayersOfNobody(deps.db.read, now.subtract({ hours: PAYER_DAYS * 24 }));
  });
  recurring(COLLECT_JOB, { every: { minutes: COLLECT_MINUTES } }, COLLECT_JOB);
  recurring(TIDY_JOB, { every: { minutes: 24 * 60 } }, TIDY_JOB);
}
