import type { ScreeningGround, Verdict } from '#common/api/console-screening';
import type { ProposalId, ScreeningMatchId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { approve, type DecisionRefusal, propose, reject, withdraw } from '../approvals/decide-proposal.ts';
import { liftWithBoth } from '../restrictions/lift-with-four-eyes.ts';
import { settleReview } from '../restrictions/restrict.ts';
import { DECIDE_SCREENING, type Match, type MatchState, TRANSITIONS } from './match.ts';
import * as store from './store.ts';

const TO: Record<Verdict, MatchState> = { not_same: 'cleared', same: 'confirmed' };

type Proposing = {
  readonly id: ScreeningMatchId;
  readonly verdict: Verdict;
  readonly ground: ScreeningGround;
  readonly note: string;
  readonly by: StaffId;
};

/** The first pair of eyes: is this the same person, and what shows it. */
export async function proposeVerdict(
  tx: Tx,
  clock: Clock,
  { id, verdict, ground, note, by }: Proposing,
): Promise<Result<Match, Refusal<'not_found' | 'screening_over' | 'proposal_open'>>> {
  const match = await store.findMatch(tx, id);
  if (!match) return err({ code: 'not_found' });
  if (!TRANSITIONS[match.state].includes(TO[verdict])) return err({ code: 'screening_over' });
  const parameters = { matchId: id, verdict, ground };
  const proposed = await propose(tx, clock, DECIDE_SCREENING, { subject: id, parameters, reason: note, by });
  return proposed.ok ? ok(match) : proposed;
}

type Deciding = {
  readonly id: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
};
export type Decided = { readonly state: MatchState | null; readonly isFree: boolean };

/** The second pair. The last match that is cleared sets the account free, by the same two people. */
export async function decideVerdict(
  tx: Tx,
  clock: Clock,
  { id, by, decision, note }: Deciding,
): Promise<Result<Decided, DecisionRefusal | Refusal<'screening_over'>>> {
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, clock, DECIDE_SCREENING, { id, by, reason: note });
  if (!decided.ok) return decided;
  if (decision !== 'approve') return ok({ state: null, isFree: false });
  const { parameters, proposedBy, reason } = decided.value;
  const match = await store.lockMatch(tx, parameters.matchId);
  invariant(match !== null, `${parameters.matchId} was proposed about`);
  // Screenings of this customer wait: what opens now is seen before anything is lifted.
  await store.lockCustomer(tx, match.customer);
  const to = TO[parameters.verdict];
  const isSaved =
    TRANSITIONS[match.state].includes(to) &&
    (await store.saveState(tx, match.id, match.state, { to, at: clock.now(), proposal: id }));
  if (!isSaved) return err({ code: 'screening_over' });
  const { restriction } = match;
  invariant(restriction !== null, `${match.id} holds an account back`);
  if (to === 'confirmed') {
    await settleReview(tx, restriction);
    return ok({ state: to, isFree: false });
  }
  if (await store.isHeldBack(tx, restriction)) return ok({ state: to, isFree: false });
  await liftWithBoth(tx, clock, restriction, { proposedBy, approvedBy: by, note: reason });
  return ok({ state: to, isFree: true });
}
