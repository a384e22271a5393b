import type { ProposalId, StaffId } from '#common/id';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { approve, type DecisionRefusal, reject, withdraw } from './decide-proposal.ts';
import type { Proposal, ProposalKind } from './proposal.ts';

export type Deciding = {
  readonly id: ProposalId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly by: StaffId;
};

/** What stands in the way of an approved proposal; thrown so that the approval is undone with it. */
class NotCarriedOut<R extends { code: string }> extends Error {
  readonly refusal: R;
  constructor(refusal: R) {
    super(refusal.code);
    this.name = 'NotCarriedOut';
    this.refusal = refusal;
  }
}

/** The second pair of eyes. An approval and what it does are one: what cannot be done is not approved either. True if it was approved. */
export async function decideAndCarryOut<P, R extends { code: string }>(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  kind: ProposalKind<P>,
  { id, decision, by }: Deciding,
  carryOut: (tx: Tx, proposal: Proposal<P>) => Promise<Result<void, R>>,
): Promise<Result<boolean, R | DecisionRefusal>> {
  const decide = { approve, reject, withdraw }[decision];
  try {
    return await db.transaction(async (tx): Promise<Result<boolean, DecisionRefusal>> => {
      const decided = await decide(tx, clock, kind, { id, by, reason: null });
      if (!decided.ok) return decided;
      if (decision !== 'approve') return ok(false);
      const carried = await carryOut(tx, decided.value);
      if (!carried.ok) throw new NotCarriedOut(carried.error);
      return ok(true);
    });
  } catch (error) {
    // Thrown by this very call, with a refusal of its own kind.
    if (error instanceof NotCarriedOut) return err((error as NotCarriedOut<R>).refusal);
    throw error;
  }
}
