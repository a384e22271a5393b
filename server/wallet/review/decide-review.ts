import type { ReviewDecision, ReviewGround } from '#common/payment-review';
import type { ProposalId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import {
  approve,
  DECIDE_REVIEW,
  type DecisionRefusal,
  findReview,
  propose,
  reject,
  type ReviewedId,
  STATE_OF,
  withdraw,
} from '#risk';
import { type EndRefusal, endReview, type ReviewDeps } from './end-review.ts';

type Deciding = {
  readonly id: ReviewedId;
  readonly decision: ReviewDecision;
  readonly ground: ReviewGround;
  readonly note: string;
  readonly by: StaffId;
};

/** One of the staff decides. What is so large that two decide becomes a proposal. */
export async function decideReview(
  tx: Tx,
  deps: ReviewDeps,
  { id, decision, ground, note, by }: Deciding,
): Promise<Result<{ outcome: 'done' | 'proposed' }, EndRefusal | Refusal<'proposal_open'>>> {
  const { clock } = deps;
  const review = await findReview(tx, id);
  if (!review) return err({ code: 'not_found' });
  if (review.state !== 'waiting') return err({ code: 'review_over' });
  if (review.needsTwo) {
    const parameters = { decision, ground };
    const proposed = await propose(tx, clock, DECIDE_REVIEW, { subject: id, parameters, reason: note, by });
    return proposed.ok ? ok({ outcome: 'proposed' }) : proposed;
  }
  const ended = await endReview(tx, deps, id, {
    state: STATE_OF[decision],
    by,
    ground,
    note,
    proposal: null,
  });
  return ended.ok ? ok({ outcome: 'done' }) : ended;
}

type Second = {
  readonly id: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
};

/** The second of two: approving carries out what was proposed, in the same transaction. */
export async function decideReviewProposal(
  tx: Tx,
  deps: ReviewDeps,
  { id, by, decision }: Second,
): Promise<Result<{ ended: boolean }, DecisionRefusal | EndRefusal>> {
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, deps.clock, DECIDE_REVIEW, { id, by, reason: null });
  if (!decided.ok) return decided;
  if (decision !== 'approve') return ok({ ended: false });
  const { subject, parameters, reason: note } = decided.value;
  const end = { state: STATE_OF[parameters.decision], by, ground: parameters.ground, note, proposal: id };
  const ended = await endReview(tx, deps, subject as ReviewedId, end);
  return ended.ok ? ok({ ended: true }) : ended;
}
