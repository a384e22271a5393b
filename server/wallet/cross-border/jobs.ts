import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { Db } from '#platform/db';
import { defineJob, enqueue } from '#platform/jobs';
import { subscribeMany } from '#platform/outbox';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { stopBlocked } from './cancel-cross-border.ts';
import { collectMessages, lookForOverdue } from './collect-messages.ts';
import { sendRecall } from './recall-cross-border.ts';
import { sendMessage } from './send-message.ts';
import * as store from './store.ts';
import { COLLECT_JOB, OVERDUE_JOB, RECALL_JOB, SEND_JOB } from './work.ts';

const nothing = z.object({});
const payload = z.object({ id: idSchema('xb') });
/** Minutes from one look at the correspondent's messages to the next. */
const COLLECT_MINUTES = 5;

/** Has the correspondent asked for its messages now, e.g. when the server starts. */
export const requestMessages = (db: Db): Promise<void> =>
  db.transaction((tx) => enqueue(tx, COLLECT_JOB, {}, { key: COLLECT_JOB }));

/** The way to the correspondent, what it says, and what is looked for when it says nothing. */
export function defineCrossBorderJobs(deps: WalletDeps): void {
  defineJob(SEND_JOB, payload, ({ id }) => sendMessage(deps, id));
  defineJob(OVERDUE_JOB, payload, ({ id }) => lookForOverdue(deps, id));
  defineJob(RECALL_JOB, payload, ({ id }) => sendRecall(deps, id));
  defineJob(COLLECT_JOB, nothing, () => collectMessages(deps));
  recurring(COLLECT_JOB, { every: { minutes: COLLECT_MINUTES } }, COLLECT_JOB);
  subscribeMany('wallet.stop_cross_border', ['account.restricted'], async (tx, heard) => {
    const customers = heard.map(({ event }) => event.customerId);
    await stopBlocked(tx, deps, await store.waitingOf(tx, customers));
  });
}
