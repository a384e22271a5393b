import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { Handle } from './handle.ts';
import * as store from './store.ts';

/** Hours for which an account that was never verified keeps a name from others. */
const UNPROVEN_HOURS = 24;
/** Days for which a given-up name stays with its last owner, so that money on its way there reaches nobody else. */
const RETIRED_DAYS = 180;

/** Gives the customer this account name in place of the present one. */
export async function claimHandle(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  handle: Handle,
): Promise<Result<void, Refusal<'handle_taken'>>> {
  const now = clock.now();
  await store.takeBackUnproven(tx, handle.key, now.subtract({ hours: UNPROVEN_HOURS }));
  await store.releaseHandles(tx, customer, now);
  const claimed = await store.claimHandle(tx, customer, handle, {
    now,
    releasedBefore: now.subtract({ hours: RETIRED_DAYS * 24 }),
  });
  if (!claimed) return err({ code: 'handle_taken', handle: handle.name });
  await store.saveHandle(tx, customer, handle.name);
  return ok(undefined);
}

export async function giveUpHandle(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  await store.releaseHandles(tx, customer, clock.now());
  await store.saveHandle(tx, customer, null);
}
