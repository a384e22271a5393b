import { z } from 'zod';
import { currencySchema, idSchema } from '#common/api/wire';
import type { Db } from '#platform/db';
import { defineJob, enqueue } from '#platform/jobs';
import { subscribeMany } from '#platform/outbox';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { collectReports, lookForOverdue } from './collect-reports.ts';
import { makeFiles } from './make-file.ts';
import { sendFile } from './send-file.ts';
import { stopBlocked } from './stop-blocked.ts';
import * as store from './store.ts';
import { COLLECT_JOB, MAKE_FILE_JOB, OVERDUE_JOB, SEND_FILE_JOB } from './work.ts';

const filePayload = z.object({ id: idSchema('pb') });
const currencyPayload = z.object({ currency: currencySchema });
const withdrawalPayload = z.object({ id: idSchema('wd') });
const nothing = z.object({});

/** Minutes from one look at the bank's reports to the next. */
const COLLECT_MINUTES = 5;

/** Has the bank asked for its reports now, e.g. when the server starts. */
export const requestReports = (db: Db): Promise<void> =>
  db.transaction((tx) => enqueue(tx, COLLECT_JOB, {}, { key: COLLECT_JOB }));

/** Files at their cut-off, the way to the bank, and what it reports. */
export function defineWithdrawalJobs(deps: WalletDeps): void {
  defineJob(MAKE_FILE_JOB, currencyPayload, ({ currency }) => makeFiles(deps, currency));
  defineJob(SEND_FILE_JOB, filePayload, ({ id }) => sendFile(deps, id));
  defineJob(COLLECT_JOB, nothing, () => collectReports(deps));
  defineJob(OVERDUE_JOB, withdrawalPayload, ({ id }) => lookForOverdue(deps, id));
  subscribeMany('wallet.stop_payouts', ['account.restricted'], async (tx, heard) => {
    const customers = heard.map(({ event }) => event.customerId);
    await stopBlocked(tx, deps, await store.waitingOf(tx, customers));
  });
  recurring(COLLECT_JOB, { every: { minutes: COLLECT_MINUTES } }, COLLECT_JOB);
}
