import type { PetitionOutcome } from '#common/api/petition';
import type { CaseId, ProposalId, RestrictionId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { resolveByDeed } from '#cases';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { approve, type DecisionRefusal, propose, reject, withdraw } from '../approvals/decide-proposal.ts';
import type { Proposal } from '../approvals/proposal.ts';
import type { Capability } from '../capabilities/capability.ts';
import { lift, restrict } from '../restrictions/restrict.ts';
import { type Restriction, RESTRICTION_REASONS } from '../restrictions/restriction.ts';
import { findRestriction } from '../restrictions/store.ts';
import { hasOpenedAll } from './answer-files.ts';
import { DECIDE_PETITION, nextState, type Petition, type ToDecide } from './petition.ts';
import { APPEAL_DAYS, groundsFor, isRestriction } from './rules.ts';
import * as store from './store.ts';

/** What can be decided about a payment, and what does it: the room that holds the money knows. */
export type PaymentDecisions = {
  readonly outcomes: (read: Reader, petition: Petition) => Promise<readonly PetitionOutcome[]>;
  readonly carryOut: (tx: Tx, petition: Petition, decided: ToDecide) => Promise<void>;
};
type Deciders = { readonly clock: Clock; readonly payments: PaymentDecisions };

type Proposing = { readonly caseId: CaseId; readonly by: StaffId; readonly note: string } & ToDecide;
type ProposingRefusal = Refusal<
  | 'not_found'
  | 'case_changed_meanwhile'
  | 'proposal_open'
  | 'petition_not_possible'
  | 'reviewer_must_differ'
  | 'answer_not_opened'
>;

/** The first pair of eyes. */
export async function proposeDecision(
  tx: Tx,
  deps: Deciders,
  { caseId, by, note, outcome, ground, keeps }: Proposing,
): Promise<Result<void, ProposingRefusal>> {
  const petition = await store.lockPetition(tx, caseId);
  if (!petition) return err({ code: 'not_found' });
  if (nextState(petition.state, 'decide') === null) return err({ code: 'case_changed_meanwhile' });
  if (!groundsFor(petition, outcome).includes(ground)) return err({ code: 'petition_not_possible' });
  if (!isRestriction(petition.subject) && !(await deps.payments.outcomes(tx, petition)).includes(outcome))
    return err({ code: 'petition_not_possible' });
  if (!(await canKeep(tx, petition, { outcome, keeps }))) return err({ code: 'petition_not_possible' });
  if (await hasDecidedBefore(tx, petition, by)) return err({ code: 'reviewer_must_differ' });
  if (!(await hasOpenedAll(tx, petition, by))) return err({ code: 'answer_not_opened' });
  const proposed = await propose(tx, deps.clock, DECIDE_PETITION, {
    subject: caseId,
    parameters: { outcome, ground, keeps },
    reason: note,
    by,
  });
  return proposed.ok ? ok(undefined) : proposed;
}

/** What is lifted in part leaves less blocked than before, and something; nothing else leaves anything. */
async function canKeep(
  tx: Tx,
  { subject }: Petition,
  { outcome, keeps }: Pick<ToDecide, 'outcome' | 'keeps'>,
): Promise<boolean> {
  if (!isRestriction(subject) || outcome !== 'partly') return keeps.length === 0;
  const restriction = await findRestriction(tx, subject as RestrictionId);
  return restriction !== null && keeps.length > 0 && keepable(restriction, keeps);
}

/** Whether it can stand on as a limitation of these. */
const keepable = ({ reason, blocked }: Restriction, keeps: readonly Capability[]): boolean =>
  RESTRICTION_REASONS[reason].kinds.includes('limited') &&
  keeps.every((capability) => blocked.includes(capability)) &&
  blocked.some((capability) => !keeps.includes(capability));

/** Whoever had a part in the decision that is contested has none in the appeal. */
async function hasDecidedBefore(tx: Tx, { contests }: Petition, staff: StaffId): Promise<boolean> {
  const before = contests && (await store.findPetition(tx, contests));
  const by = before?.decision?.by;
  return by?.proposer === staff || by?.approver === staff;
}

type Deciding = {
  readonly caseId: CaseId;
  readonly proposalId: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
};
type DecidingRefusal =
  | DecisionRefusal
  | Refusal<
      | 'case_changed_meanwhile'
      | 'reviewer_must_differ'
      | 'restriction_over'
      | 'petition_not_possible'
      | 'answer_not_opened'
    >;

/** The second pair: approving carries out what was proposed and tells the customer, in the same transaction. */
export async function decidePetition(
  tx: Tx,
  deps: Deciders,
  { caseId, proposalId, by, decision, note }: Deciding,
): Promise<Result<void, DecidingRefusal>> {
  const { clock } = deps;
  const petition = await store.lockPetition(tx, caseId);
  if (!petition) return err({ code: 'not_found' });
  if (nextState(petition.state, 'decide') === null) return err({ code: 'case_changed_meanwhile' });
  if (decision === 'approve' && (await hasDecidedBefore(tx, petition, by)))
    return err({ code: 'reviewer_must_differ' });
  if (decision === 'approve' && !(await hasOpenedAll(tx, petition, by)))
    return err({ code: 'answer_not_opened' });
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, clock, DECIDE_PETITION, { id: proposalId, by, reason: note });
  if (!decided.ok) return decided;
  invariant(decided.value.subject === caseId, `${proposalId} is about ${caseId}`);
  if (decision === 'approve') await settle(tx, deps, petition, decided.value);
  return ok(undefined);
}

async function settle(
  tx: Tx,
  deps: Deciders,
  petition: Petition,
  { id: proposal, parameters, proposedBy: proposer, decidedBy: approver }: Proposal<ToDecide>,
): Promise<void> {
  const { clock } = deps;
  const { caseId } = petition;
  const { outcome, ground } = parameters;
  invariant(approver !== null, `${proposal} was approved by somebody`);
  const at = clock.now();
  // An appeal is final, and who got everything has nothing to contest.
  const isFinal = petition.kind === 'appeal' || outcome === 'granted';
  const appealUntil = isFinal ? null : at.add({ hours: APPEAL_DAYS * 24 });
  await store.saveDecision(tx, caseId, {
    outcome,
    ground,
    by: { proposal, proposer, approver },
    at,
    appealUntil,
  });
  if (isRestriction(petition.subject))
    await liftAsDecided(tx, clock, petition, { parameters, proposal, approver });
  else await deps.payments.carryOut(tx, petition, parameters);
  const resolved = await resolveByDeed(tx, clock, caseId, { by: 'decided', outcome, ground });
  invariant(resolved.ok, `case ${caseId} waits for this decision`);
}

type Lifting = {
  readonly parameters: ToDecide;
  readonly proposal: ProposalId;
  readonly approver: StaffId;
};

/** Lifts it. In part: what stays blocked stands as a limitation for the same reason, with a clock of its own. */
async function liftAsDecided(
  tx: Tx,
  clock: Clock,
  { subject, customer }: Petition,
  { parameters: { outcome, keeps }, proposal, approver }: Lifting,
): Promise<void> {
  if (outcome === 'refused') return;
  const lifted = await lift(tx, clock, subject as RestrictionId, { by: approver, proposal });
  invariant(lifted.ok, `${subject} is in force while its petition is open`);
  if (outcome !== 'partly') return;
  const { reason, note } = lifted.value;
  const kept = await restrict(tx, clock, {
    customer,
    kind: 'limited',
    reason,
    capabilities: keeps,
    note,
    by: approver,
  });
  const stands = kept.ok || kept.error.code === 'restriction_stands';
  invariant(stands, `what stays of ${subject} can stand as a limitation`);
}
