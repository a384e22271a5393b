import type { CustomerId, WithdrawalId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { lockWithCounters } from './lock.ts';
import { cancelled } from './move.ts';
import { endLook, isHere } from './stop-blocked.ts';
import * as store from './store.ts';
import type { StandingWithdrawal } from './withdrawal.ts';

/** Takes a payout back that has not gone with a file, also while somebody looks at it. Asked twice it is taken back once; somebody else's is not there. */
export async function cancelWithdrawal(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  { id, customer }: { id: WithdrawalId; customer: CustomerId },
): Promise<Result<void, Refusal<'not_found' | 'withdrawal_under_way' | 'review_over'>>> {
  const known = await store.findWithdrawal(tx, id);
  if (known?.customer !== customer) return err({ code: 'not_found' });
  const it = (await lockWithCounters(tx, deps, [id])).get(id);
  if (!it) return err({ code: 'not_found' });
  if (it.state === 'cancelled') return ok(undefined);
  if (!isHere(it)) return err({ code: isOver(it) ? 'review_over' : 'withdrawal_under_way' });
  await endLook(tx, deps.clock, it);
  await cancelled(tx, deps.clock, it);
  return ok(undefined);
}

/** Somebody looked at it and said no, or time did: it is back already. */
const isOver = ({ state }: StandingWithdrawal): boolean => state === 'failed' || state === 'expired';
