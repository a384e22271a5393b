import { z } from 'zod';
import { type Clock, systemClock } from './clock.ts';
import { type Db, sql } from './db.ts';
import { forgetOldKeys } from './idempotency.ts';
import { defineJob } from './jobs.ts';
import { forgetHints } from './stream-store.ts';
import { recurring } from './timers.ts';

/** Hours a hint can still be replayed to a browser that was away; then it loads everything anew. */
const HINT_HOURS = 48;
/** Hours an event stays after it was handed over, for whoever looks into what happened. Parked ones stay until they are mended. */
const EVENT_HOURS = 7 * 24;

const payload = z.object({});

/** Declares the job that forgets what nobody will ask for again. */
export function defineHousekeeping({ db, clock }: { db: Db; clock: Clock }): void {
  defineJob('platform.housekeeping', payload, async () => {
    await forgetOldKeys(db, clock);
    await forgetHints(db.read, systemClock.now().subtract({ hours: HINT_HOURS }));
    await forgetHandled(db);
    await sql`delete from platform.rate_window where ends_at < ${clock.now().toString()}`.execute(db.read);
    await sql`delete from platform.worker where seen_at < ${systemClock.now().subtract({ hours: 1 }).toString()}`.execute(
      db.read,
    );
  });
  recurring('platform.housekeeping', { every: { minutes: 60 } }, 'platform.housekeeping');
}

async function forgetHandled(db: Db): Promise<void> {
  const before = systemClock.now().subtract({ hours: EVENT_HOURS }).toString();
  await sql`
    delete from platform.outbox
    where routed_at < ${before}
      and not exists (select from platform.delivery where outbox_id = id and state <> 'done')`.execute(
    db.read,
  );
}
