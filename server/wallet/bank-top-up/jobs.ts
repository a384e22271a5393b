import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { BankTopUpId } from '#common/id';
import { Temporal } from '#platform/clock';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { openReturn } from './open-return.ts';
import { sendReturn } from './send-return.ts';
import { dueToGoBack, lockTopUp } from './store.ts';
import { SEND_RETURN_JOB, UNCLAIMED_JOB } from './work.ts';

const payload = z.object({ id: idSchema('rt') });
const nothing = z.object({});

/** Minutes from one look at what nobody has claimed to the next, and how many are sent back by one. */
const UNCLAIMED_MINUTES = 60;
const UNCLAIMED_AT_ONCE = 500;

/** The way back: files to the bank, and the policy for what nobody claims. */
export function defineBankTopUpJobs(deps: WalletDeps): void {
  defineJob(SEND_RETURN_JOB, payload, ({ id }) => sendReturn(deps, id));
  defineJob(UNCLAIMED_JOB, nothing, () => sendUnclaimedBack(deps));
  recurring(UNCLAIMED_JOB, { every: { minutes: UNCLAIMED_MINUTES } }, UNCLAIMED_JOB);
}

async function sendUnclaimedBack(deps: WalletDeps): Promise<void> {
  const { db, clock, log } = deps;
  if (!deps.bank) return;
  for (const id of await dueToGoBack(db.read, clock.now(), UNCLAIMED_AT_ONCE))
    await db.transaction(async (tx) => {
      if (!(await isDue(tx, deps, id))) return;
      const topUp = await lockTopUp(tx, id);
      const opened = topUp && (await openReturn(tx, deps, topUp, null));
      if (opened?.ok === false)
        log.warn({ topUp: id, ...opened.error }, 'what nobody has claimed cannot go back');
    });
}

/** Looked at again under its lock: somebody may just have claimed it. */
async function isDue(
  tx: Parameters<typeof lockTopUp>[0],
  { clock }: Pick<WalletDeps, 'clock'>,
  id: BankTopUpId,
): Promise<boolean> {
  const topUp = await lockTopUp(tx, id);
  return (
    topUp?.state === 'put_aside' &&
    topUp.goesBackAt !== null &&
    Temporal.Instant.compare(topUp.goesBackAt, clock.now()) <= 0
  );
}
