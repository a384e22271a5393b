import { z } from 'zod';
import { currencySchema, idSchema } from '#common/api/wire';
import { defineJob } from '#platform/jobs';
import { subscribeMany } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { makeFiles } from './make-file.ts';
import { sendFile } from './send-file.ts';
import { stopBlocked } from './stop-blocked.ts';
import * as store from './store.ts';
import { MAKE_FILE_JOB, SEND_FILE_JOB } from './work.ts';

const filePayload = z.object({ id: idSchema('pb') });
const currencyPayload = z.object({ currency: currencySchema });

/** Files at their cut-off and the way to the bank. */
export function defineWithdrawalJobs(deps: WalletDeps): void {
  defineJob(MAKE_FILE_JOB, currencyPayload, ({ currency }) => makeFiles(deps, currency));
  defineJob(SEND_FILE_JOB, filePayload, ({ id }) => sendFile(deps, id));
  subscribeMany('wallet.stop_payouts', ['account.restricted'], async (tx, heard) => {
    const customers = heard.map(({ event }) => event.customerId);
    await stopBlocked(tx, deps, await store.waitingOf(tx, customers));
  });
}
