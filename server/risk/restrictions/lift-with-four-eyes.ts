import type { LiftGround } from '#common/api/restriction';
import type { ProposalId, RestrictionId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, type Result } from '#common/result';
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

/** The first pair of eyes. */
export async function proposeLifting(
  tx: Tx,
  clock: Clock,
  { id, ground, note, by }: Proposing,
): Promise<Result<unknown, Refusal<'not_found' | 'restriction_over' | 'proposal_open'>>> {
  const found = await store.findRestriction(tx, id);
  if (!found) return err({ code: 'not_found' });
  if (found.liftedAt) return err({ code: 'restriction_over' });
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
