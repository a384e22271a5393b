import type { ProposalId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { type Decision, type Proposal, type ProposalKind } from './proposal.ts';
import * as store from './store.ts';

type ToPropose<P> = {
  readonly subject: string;
  readonly parameters: P;
  readonly reason: string;
  readonly by: StaffId;
};

/** Writes down what somebody wants to be done. Nothing happens yet; one proposal of a kind is open about one subject. */
export async function propose<P>(
  tx: Tx,
  clock: Clock,
  kind: ProposalKind<P>,
  { subject, parameters, reason, by }: ToPropose<P>,
): Promise<Result<Proposal<P>, Refusal<'proposal_open'>>> {
  const proposedAt = clock.now();
  const proposal: Proposal<P> = {
    id: newId('prop'),
    action: kind.action,
    subject,
    parameters: kind.parameters.parse(parameters),
    reason,
    proposedBy: by,
    proposedAt,
    expiresAt: proposedAt.add({ hours: kind.hours }),
    decision: null,
    decidedBy: null,
    decisionReason: null,
    decidedAt: null,
  };
  await store.expireProposals(tx, proposal, proposedAt);
  return (await store.insertProposal(tx, proposal)) ? ok(proposal) : err({ code: 'proposal_open' });
}

type ToDecide = {
  readonly id: ProposalId;
  readonly by: StaffId;
  readonly reason: string | null;
};
export type DecisionRefusal = Refusal<'not_found' | 'proposal_own' | 'proposal_closed'>;

/**
 * Approves it. What it answers is what was proposed, read back under the row's lock: the caller carries out exactly that, in this
 * transaction, so that approved and done are one.
 */
export const approve = <P>(tx: Tx, clock: Clock, kind: ProposalKind<P>, decided: ToDecide) =>
  decideAs(tx, clock, kind, decided, 'approved');

/** Says no to what a colleague proposed. */
export const reject = <P>(tx: Tx, clock: Clock, kind: ProposalKind<P>, decided: ToDecide) =>
  decideAs(tx, clock, kind, decided, 'rejected');

/** Takes the own proposal back. To anybody else it is not theirs. */
export const withdraw = <P>(tx: Tx, clock: Clock, kind: ProposalKind<P>, decided: ToDecide) =>
  decideAs(tx, clock, kind, decided, 'withdrawn');

async function decideAs<P>(
  tx: Tx,
  clock: Clock,
  kind: ProposalKind<P>,
  { id, by, reason }: ToDecide,
  decision: Exclude<Decision, 'expired'>,
): Promise<Result<Proposal<P>, DecisionRefusal>> {
  const found = await store.lockProposal(tx, id, kind.action);
  if (!found) return err({ code: 'not_found' });
  const isOwn = found.proposedBy === by;
  if (decision === 'withdrawn' && !isOwn) return err({ code: 'not_found' });
  if (decision !== 'withdrawn' && isOwn) return err({ code: 'proposal_own' });
  const now = clock.now();
  if (found.decision !== null || Temporal.Instant.compare(now, found.expiresAt) >= 0)
    return err({ code: 'proposal_closed' });
  invariant(await store.saveDecision(tx, id, { decision, by, reason }, now), `${id} is open and locked`);
  return ok({
    ...found,
    parameters: kind.parameters.parse(found.parameters),
    decision,
    decidedBy: by,
    decisionReason: reason,
    decidedAt: now,
  });
}

/** What waits for a colleague, the oldest first. */
export async function openProposals<P>(
  read: Reader,
  clock: Clock,
  kind: ProposalKind<P>,
  { limit }: { limit: number },
): Promise<Proposal<P>[]> {
  const open = await store.openProposals(read, { action: kind.action, limit }, clock.now());
  return open.map((each) => ({ ...each, parameters: kind.parameters.parse(each.parameters) }));
}

/** What was ever proposed about these subjects, whatever became of it, the oldest first. */
export const proposalsAbout = (read: Reader, subjects: readonly string[]): Promise<Proposal[]> =>
  store.proposalsAbout(read, subjects);
