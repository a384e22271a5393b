import type { StaffId, TopUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { WalletDeps } from '../deps.ts';
import { type ProviderDeps, providerOf } from './provider.ts';
import { decideOutcome, type Outcome } from './decide.ts';
import { forgetCardOf, returnCharge } from './return-charge.ts';
import { isWalletClosed } from './settle.ts';
import { lockStanding } from './standing.ts';
import { findTopUp } from './store.ts';
import { applyOutcome } from './take-answer.ts';
import { notChargedReason } from './telling.ts';
import type { StandingTopUp, TopUpAnswer } from './top-up.ts';

/**
 * Ends a conflict by the record of the acquirer or the e-wallet, on the word of a staff member or of the operator: it is asked again, and if it now tells a charge of exactly
 * what we asked for that succeeded, the money is credited; if it tells that nothing was charged, the top-up has failed. In any
 * other case the conflict stands. For a wallet that is closed the acquirer is asked to give the charge back.
 */
export async function resolveConflict(
  deps: Pick<WalletDeps, 'db' | 'clock' | 'log'> & ProviderDeps,
  { id, staff }: { id: TopUpId; staff: StaffId | 'operator' },
): Promise<Result<void, Refusal<'not_found' | 'top_up_conflict'>>> {
  const standing = await findTopUp(deps.db.read, id);
  if (!standing) return err({ code: 'not_found' });
  const provider = providerOf(deps, standing);
  const found = await provider.find(id);
  const answer = found.kind === 'not_found' ? await provider.cancel(id) : found;
  deps.log.info({ topUp: id, staff, answer: answer.kind }, 'a top-up in conflict is looked at');
  if (await isForClosedWallet(deps, id, answer))
    return (await returnCharge(deps, id, { lastAttempt: true }))
      ? ok(undefined)
      : err({ code: 'top_up_conflict', dueAt: deps.clock.now().toString() });
  return deps.db.transaction(async (tx): Promise<Result<void, Refusal<'not_found' | 'top_up_conflict'>>> => {
    const topUp = await lockStanding(tx, id);
    if (topUp?.state !== 'conflict') return err({ code: 'not_found' });
    const outcome = ending(
      topUp,
      decideOutcome({ ...topUp, state: 'checking' }, answer, { isOverdue: false }),
    );
    if (!outcome)
      return err({ code: 'top_up_conflict', dueAt: (topUp.dueAt ?? deps.clock.now()).toString() });
    await applyOutcome(tx, deps, topUp, outcome, 'between');
    return ok(undefined);
  });
}

/** Charged for a wallet that is closed: there is no crediting it, whatever the record says, and no card is kept for it. */
const isForClosedWallet = (
  deps: Pick<WalletDeps, 'db' | 'clock'>,
  id: TopUpId,
  answer: TopUpAnswer,
): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (topUp?.state !== 'conflict' || topUp.chargeId === null) return false;
    if (!(await isWalletClosed(tx, deps, topUp))) return false;
    if ('charge' in answer && answer.charge) await forgetCardOf(tx, deps.clock, topUp, answer.charge);
    return true;
  });

/** An outcome that ends a conflict; null for any that leaves it open. */
function ending(topUp: StandingTopUp, outcome: Outcome): Outcome | null {
  if (outcome.do === 'settle' || outcome.do === 'decline') return outcome;
  return outcome.do === 'expire'
    ? { do: 'decline', charge: outcome.charge, reason: notChargedReason(topUp) }
    : null;
}
