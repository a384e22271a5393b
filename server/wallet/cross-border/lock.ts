import { CROSS_BORDER_STATES, type CrossBorderState } from '#common/api/entry-kinds';
import type { CrossBorderId, CustomerId } from '#common/id';
import { invariant } from '#common/result';
import { findOperation } from '#operations';
import type { Tx } from '#platform/db';
import { lockLimits } from '#risk';
import type { WalletDeps } from '../deps.ts';
import type { StandingCrossBorder } from './cross-border.ts';
import * as store from './store.ts';

const isState = (text: string): text is CrossBorderState =>
  CROSS_BORDER_STATES.some((state) => state === text);

/**
 * One with its state, which nobody else moves while its row is locked. The counter of its owner comes first as at a confirmation: two roads that
 * give back and take at once never wait for each other in a circle.
 */
export async function lockCrossBorder(
  tx: Tx,
  { clock, limits }: Pick<WalletDeps, 'clock' | 'limits'>,
  id: CrossBorderId,
): Promise<StandingCrossBorder | null> {
  const known = await store.findCrossBorder(tx, id);
  if (!known) return null;
  await lockLimits(tx, clock, limits, { customer: known.customer, capability: 'withdraw' });
  const row = await store.lockRow(tx, id);
  // Read after the lock: another may have moved it while we waited.
  const operation = await findOperation(tx, id);
  invariant(
    row !== null && operation !== null && isState(operation.state),
    `${id} has a record of its own kind`,
  );
  return { ...row, state: operation.state, reason: operation.reason?.code ?? null };
}

/** The same for its owner; of somebody else's nothing is locked. */
export async function lockOwnCrossBorder(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  { id, customer }: { id: CrossBorderId; customer: CustomerId },
): Promise<StandingCrossBorder | null> {
  const known = await store.findCrossBorder(tx, id);
  return known?.customer === customer ? lockCrossBorder(tx, deps, id) : null;
}
