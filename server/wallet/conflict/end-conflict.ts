import type { z } from 'zod';
import { endConflictParameters } from '#common/api/console-conflicts';
import type { ConflictOutcome } from '#common/conflict';
import { parseId, type ProposalId, type StaffId, type WithdrawalId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result, unreachable } from '#common/result';
import type { Tx } from '#platform/db';
import {
  decideAndCarryOut,
  type Deciding,
  type DecisionRefusal,
  type Proposal,
  proposalKind,
  propose,
} from '#risk';
import { findOperation } from '#operations';
import { lockCrossBorder } from '../cross-border/lock.ts';
import * as abroad from '../cross-border/move.ts';
import type { StandingCrossBorder } from '../cross-border/cross-border.ts';
import type { WalletDeps } from '../deps.ts';
import { lockWithCounters } from '../withdrawal/lock.ts';
import * as payout from '../withdrawal/move.ts';
import type { StandingWithdrawal } from '../withdrawal/withdrawal.ts';
import { coverOf, possibleOutcomes } from './decide.ts';
import { asideOf, coverAside } from './settle.ts';
import { insertEnd, type Place, placeOf } from './store.ts';
import { type ConflictId, countWords } from './word-store.ts';

export type ConflictFinding = z.output<typeof endConflictParameters>;
/** How a conflict ends, decided by two people: what is approved is what was proposed, read back under its lock. */
export const END_CONFLICT = proposalKind('end_conflict', endConflictParameters);

type EndDeps = Pick<WalletDeps, 'clock' | 'limits'>;
type EndRefusal = Refusal<'not_found' | 'conflict_changed' | 'conflict_outcome_not_possible'>;
type Facts = { readonly place: Place; readonly aside: bigint };

type Proposing = {
  readonly id: ConflictId;
  readonly parameters: ConflictFinding;
  readonly note: string;
  readonly by: StaffId;
};
export async function proposeConflictEnd(
  tx: Tx,
  { clock }: EndDeps,
  { id, parameters, note, by }: Proposing,
): Promise<Result<{ proposalId: ProposalId }, EndRefusal | Refusal<'proposal_open'>>> {
  const operation = await findOperation(tx, id);
  if (!operation) return err({ code: 'not_found' });
  const facts = await factsOf(tx, id, { isConflict: operation.state === 'conflict', parameters });
  if (!facts.ok) return facts;
  const proposed = await propose(tx, clock, END_CONFLICT, { subject: id, parameters, reason: note, by });
  return proposed.ok ? ok({ proposalId: proposed.value.id }) : proposed;
}

/** What stands, if it is still what was looked at: a bank that has spoken meanwhile has to be heard first. */
async function factsOf(
  tx: Tx,
  id: ConflictId,
  { isConflict, parameters }: { readonly isConflict: boolean; readonly parameters: ConflictFinding },
): Promise<Result<Facts, EndRefusal>> {
  const place = await placeOf(tx, id);
  if (!isConflict || place === null || (await countWords(tx, id)) !== parameters.words)
    return err({ code: 'conflict_changed' });
  const aside = await asideOf(tx, id);
  const possible = possibleOutcomes({ ...place, isAnythingBack: aside > 0n });
  return possible.includes(parameters.outcome)
    ? ok({ place, aside })
    : err({ code: 'conflict_outcome_not_possible' });
}

/** The second pair of eyes. */
export async function decideConflictEnd(
  deps: EndDeps & Pick<WalletDeps, 'db'>,
  deciding: Deciding,
): Promise<Result<{ ended: boolean }, EndRefusal | DecisionRefusal>> {
  const ended = await decideAndCarryOut(deps, END_CONFLICT, deciding, (tx, proposal) =>
    endIn(tx, deps, proposal),
  );
  return ended.ok ? ok({ ended: ended.value }) : ended;
}

/** Under the locks that a word of the bank takes, so that either of them comes first. */
async function endIn(
  tx: Tx,
  deps: EndDeps,
  { id: proposal, subject, parameters }: Proposal<ConflictFinding>,
): Promise<Result<void, EndRefusal>> {
  const { clock } = deps;
  const payoutId = parseId('wd', subject);
  const it = payoutId ? await lockPayout(tx, deps, payoutId) : await lockAbroad(tx, deps, subject);
  if (!it) return err({ code: 'not_found' });
  const { id } = it.standing;
  const facts = await factsOf(tx, id, { isConflict: it.standing.state === 'conflict', parameters });
  if (!facts.ok) return facts;
  const { outcome } = parameters;
  const { place, aside } = facts.value;
  const after =
    it.kind === 'payout'
      ? await endPayout(tx, deps, it.standing, { outcome, place })
      : await endAbroad(tx, deps, it.standing, { outcome, place });
  const cover = coverOf(outcome, { money: place.money, aside });
  const amount = it.kind === 'payout' ? it.standing.amount : it.standing.get;
  const rail = it.kind === 'payout' ? 'rail:bank' : 'rail:correspondent';
  await coverAside(tx, clock, { id, rail, amount, cover, proposal });
  const [before, left] = [it.standing.money, after.money];
  invariant(before !== 'none' && left !== 'none' && left !== 'held', `the money of ${id} is somewhere`);
  await insertEnd(tx, { proposal, operation: id, outcome, before, after: left }, clock.now());
  return ok(undefined);
}

async function lockPayout(tx: Tx, deps: EndDeps, id: WithdrawalId) {
  const standing = (await lockWithCounters(tx, deps, [id])).get(id);
  return standing ? ({ kind: 'payout', standing } as const) : null;
}
async function lockAbroad(tx: Tx, deps: EndDeps, subject: string) {
  const id = parseId('xb', subject);
  const standing = id && (await lockCrossBorder(tx, deps, id));
  return standing ? ({ kind: 'abroad', standing } as const) : null;
}

type Ending = { readonly outcome: ConflictOutcome; readonly place: Place };

/** By the moves that the bank's own word makes: there is no second way for money. */
function endPayout(
  tx: Tx,
  { clock }: EndDeps,
  it: StandingWithdrawal,
  { outcome, place }: Ending,
): Promise<StandingWithdrawal> {
  switch (outcome) {
    case 'paid':
      return place.money === 'held'
        ? payout.paid(tx, clock, it, payout.FOUND_OUT)
        : payout.staysPaid(tx, clock, it);
    case 'not_paid':
      return payout.rejected(tx, clock, it, payout.FOUND_OUT);
    case 'came_back':
      return payout.returned(tx, clock, it, payout.FOUND_OUT);
    case 'stays_back':
      return payout.staysBack(tx, clock, it, place.wasOut ? 'returned' : 'rejected');
    default:
      return unreachable(outcome);
  }
}

async function endAbroad(
  tx: Tx,
  { clock }: EndDeps,
  it: StandingCrossBorder,
  { outcome, place }: Ending,
): Promise<StandingCrossBorder> {
  switch (outcome) {
    case 'paid': {
      if (place.isDelivered) return abroad.staysDelivered(tx, clock, it);
      const out = place.money === 'held' ? await abroad.sent(tx, clock, it) : it;
      return abroad.delivered(tx, clock, out, abroad.FOUND_OUT);
    }
    case 'not_paid':
      return abroad.rejected(tx, clock, it, abroad.FOUND_OUT);
    case 'came_back':
      return abroad.returned(tx, clock, it, abroad.FOUND_OUT);
    case 'stays_back':
      return abroad.staysBack(tx, clock, it, place.wasOut ? 'returned' : 'rejected');
    default:
      return unreachable(outcome);
  }
}
