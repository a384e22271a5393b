import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import * as store from './store.ts';

/** Rows of one part: about 12 GB with its indexes, so that an index of one part fits into the memory of a usual server. */
const PART_ROWS_MAX = 50_000_000;

/** Opens the next part of the journal when the present one is full; answers its number, or null. */
export async function rotateWhenFull(
  { db, clock }: { db: Db; clock: Clock },
  rowsMax: number = PART_ROWS_MAX,
): Promise<number | null> {
  if ((await store.currentPartRows(db.read)) < rowsMax) return null;
  return store.rotateJournal(db.read, clock.now());
}

const JOB = 'ledger.parts';
const payload = z.object({});

export function defineLedgerParts(deps: { db: Db; clock: Clock }): void {
  defineJob(JOB, payload, async () => void (await rotateWhenFull(deps)));
  recurring(JOB, { every: { minutes: 60 } }, JOB);
}
