import { z } from 'zod';
import { defineJob, enqueue } from '#platform/jobs';
import type { Db } from '#platform/db';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { fetchRates } from './fetch-rates.ts';

const FETCH_JOB = 'wallet.fetch_rates';
const FETCH_MINUTES = 60;
const nothing = z.object({});

/** Rates are asked for every hour: publishers have one hour a day, and not all the same. */
export function defineExchangeJobs(deps: WalletDeps): void {
  defineJob(FETCH_JOB, nothing, () => fetchRates(deps));
  recurring(FETCH_JOB, { every: { minutes: FETCH_MINUTES } }, FETCH_JOB);
}

/** Has the publishers asked now, e.g. when the server starts. */
export const requestRates = (db: Db): Promise<void> =>
  db.transaction((tx) => enqueue(tx, FETCH_JOB, {}, { key: FETCH_JOB }));
