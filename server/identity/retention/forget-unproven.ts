import type { CustomerId } from '#common/id';
import type { Tx } from '#platform/db';
import { lockWallets } from '#risk';
import { obstaclesOf } from '../closing/decide.ts';
import { gatherFacts } from '../closing/gather-facts.ts';
import { forgetAccess } from '../closing/store.ts';
import { endOthers } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { lockCustomer } from '../verification/store.ts';
import { allErasers, type RetentionDeps } from './erasers.ts';
import { RETAINED } from './retention.ts';
import * as store from './store.ts';

/** Days after which an account is forgotten whose mail or phone was never proven. Whoever comes back later registers anew. */
export const UNPROVEN_DAYS = 30;
/** Accounts forgotten in one run; the rest waits for the next hour. */
const BATCH = 500;

/**
 * Forgets accounts that were begun and never finished: nothing could be paid from or to them. One in which something stands all the same
 * (a case, a restriction) is left until that has ended. Nobody is told: an address that was not proven may be somebody else's.
 */
export async function forgetUnproven(deps: RetentionDeps): Promise<number> {
  const { db, clock } = deps;
  const registeredBefore = clock.now().subtract({ hours: UNPROVEN_DAYS * 24 });
  const due = await store.unprovenSince(db.read, { registeredBefore, limit: BATCH });
  let forgotten = 0;
  for (const customer of due) if (await db.transaction((tx) => forget(tx, deps, customer))) forgotten += 1;
  return forgotten;
}

async function forget(tx: Tx, deps: RetentionDeps, customer: CustomerId): Promise<boolean> {
  const { clock } = deps;
  await lockCustomer(tx, customer);
  await lockWallets(tx, clock, customer);
  // Its owner may have proven the last address just now.
  if (!(await store.isUnproven(tx, customer))) return false;
  if (obstaclesOf(await gatherFacts(tx, customer)).length > 0) return false;
  const now = clock.now();
  await endOthers(tx, clock, customer, [], 'closed');
  await deletePendingOf(tx, customer);
  await forgetAccess(tx, customer, now);
  const erasers = allErasers(deps);
  for (const what of RETAINED) {
    await erasers[what](tx, customer);
    await store.insertErasure(tx, customer, { what, at: now });
  }
  return true;
}
