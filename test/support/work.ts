import type { Clock } from '#platform/clock';
import { runDueJobs } from '#platform/jobs';
import { createLog } from '#platform/log';
import { drainOutbox } from '#platform/outbox-relay';
import { fireDue } from '#platform/timers';
import type { FreshDb } from '#test/db';

/** More rounds than any story needs: work that makes new work for ever must fail a test, not hang it. */
const ROUNDS_MAX = 200;

/**
 * A function that does everything that waits, until nothing does: hands over events and hints, runs jobs one after the other,
 * fires timers that the clock has passed. No real time is waited for; what failed and will be tried later stays for later.
 */
export function worker({ db, urls }: Pick<FreshDb, 'db' | 'urls'>, clock: Clock): () => Promise<void> {
  const log = createLog({ level: 'silent' });
  return async function drain() {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const routed = await drainOutbox({ db, log });
      const fired = await fireDue({ db, clock });
      const ran = await runDueJobs({ jobsUrl: urls.jobsUrl, db, clock, log });
      if (routed + fired + ran === 0) return;
    }
    throw new Error(`there was still work after ${ROUNDS_MAX} rounds`);
  };
}
