import type { LiftGround } from '#common/api/restriction';
import type { ProposalId, RestrictionId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { approve, type DecisionRefusal, propose, reject, withdraw } from '../approvals/decide-proposal.ts';
import { lift } from './restrict.ts';
import { LIFT_RESTRICTION, type Restriction } from './restriction.ts';
import * as store from './store.ts';

type Proposing = {
  readonly id: RestrictionId;
  readonly ground: LiftGround;
  readonly note: string;
  readonly by: StaffId;
};

/** The first pair of eyes. What a screening has imposed is lifted by what is decided about its matches. */
export async function proposeLifting(
  tx: Tx,
  clock: Clock,
  { id, ground, note, by }: Proposing,
): Promise<
  Result<unknown, Refusal<'not_found' | 'restriction_over' | 'proposal_open' | 'screening_decides'>>
> {
  const found = await store.findRestriction(tx, id);
  if (!found) return err({ code: 'not_found' });
  if (found.liftedAt) return err({ code: 'restriction_over' });
  if (found.imposedBy === 'rule:screening') return err({ code: 'screening_decides' });
  const parameters = { restrictionId: id, ground };
  return propose(tx, clock, LIFT_RESTRICTION, { subject: id, parameters, reason: note, by });
}

type Deciding = {
  readonly id: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
};

/** The second pair: approving carries out what was proposed, in the same transaction. Null where nothing was lifted. */
export async function decideLifting(
  tx: Tx,
  clock: Clock,
  { id, by, decision, note }: Deciding,
): Promise<Result<Restriction | null, DecisionRefusal | Refusal<'restriction_over'>>> {
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, clock, LIFT_RESTRICTION, { id, by, reason: note });
  if (!decided.ok) return decided;
  if (decision !== 'approve') return { ok: true, value: null };
  return lift(tx, clock, decided.value.parameters.restrictionId, { by, proposal: id });
}

type Both = { readonly proposedBy: StaffId; readonly approvedBy: StaffId; readonly note: string };

/** Lifts what two people have already agreed about elsewhere; the record names the same two. */
export async function liftWithBoth(
  tx: Tx,
  clock: Clock,
  id: RestrictionId,
  { proposedBy, approvedBy, note }: Both,
): Promise<void> {
  const parameters = { restrictionId: id, ground: 'identity_checked' as const };
  const proposed = await propose(tx, clock, LIFT_RESTRICTION, {
    subject: id,
    parameters,
    reason: note,
    by: proposedBy,
  });
  invariant(proposed.ok, `nobody else proposes to lift ${id}`);
  const proposal = proposed.value.id;
  const approved = await approve(tx, clock, LIFT_RESTRICTION, { id: proposal, by: approvedBy, reason: null });
  invariant(approved.ok, `${proposal} was proposed by somebody else`);
  const lifted = await lift(tx, clock, id, { by: approvedBy, proposal });
  invariant(lifted.ok, `${id} stands`);
}
