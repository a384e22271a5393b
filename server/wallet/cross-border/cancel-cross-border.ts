import type { CrossBorderId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import type { StandingCrossBorder } from './cross-border.ts';
import { lockCrossBorder, lockOwnCrossBorder } from './lock.ts';
import { notSent } from './move.ts';
import { endLook } from './review-cross-border.ts';
import { blockAbroad } from './standing-of.ts';

type Deps = Pick<WalletDeps, 'clock' | 'limits'>;

/** Takes a transfer back that has not gone, also while somebody looks at it. Asked twice it is taken back once; somebody else's is not there. */
export async function cancelCrossBorder(
  tx: Tx,
  deps: Deps,
  { id, customer }: { id: CrossBorderId; customer: CustomerId },
): Promise<Result<void, Refusal<'not_found' | 'cross_border_under_way' | 'review_over'>>> {
  const it = await lockOwnCrossBorder(tx, deps, { id, customer });
  if (!it) return err({ code: 'not_found' });
  if (it.state === 'cancelled') return ok(undefined);
  if (!isHere(it)) return err({ code: isOver(it) ? 'review_over' : 'cross_border_under_way' });
  await endLook(tx, deps.clock, it);
  await notSent(tx, deps.clock, it, 'cancelled');
  return ok(undefined);
}

/** Its message has not been made: it has not left our hands. */
const isHere = ({ state, madeAt }: StandingCrossBorder): boolean =>
  madeAt === null && (state === 'processing' || state === 'in_review');

/** Somebody looked at it and said no, or time did: it is back already. */
const isOver = ({ state }: StandingCrossBorder): boolean => state === 'failed' || state === 'expired';

/** Takes back those of these that have not gone although their owners are blocked meanwhile: a freeze keeps what has not left. */
export async function stopBlocked(tx: Tx, deps: Deps, ids: readonly CrossBorderId[]): Promise<void> {
  for (const id of ids) {
    const it = await lockCrossBorder(tx, deps, id);
    if (!it || !isHere(it) || (await blockAbroad(tx, it.customer)) === null) continue;
    await endLook(tx, deps.clock, it);
    await notSent(tx, deps.clock, it, 'stopped');
  }
}
