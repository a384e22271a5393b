import { z } from 'zod';
import {
  type ItemFault,
  type ItemState,
  PETITION_GROUNDS,
  PETITION_OUTCOMES,
  type PetitionGround,
  type PetitionItem,
  type PetitionKind,
  type PetitionOutcome,
  type PetitionState,
} from '#common/api/petition';
import { BLOCKABLE } from '#common/api/restriction';
import type { CaseId, CustomerId, ProposalId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { proposalKind } from '../approvals/proposal.ts';
import type { Disclosure } from '../restrictions/restriction.ts';

/** Something about a customer that two people decide. It stands as a case, too, whose clock and conversation it uses. */
export type Petition = {
  readonly caseId: CaseId;
  readonly kind: PetitionKind;
  readonly customer: CustomerId;
  /** The restriction or the payment, by its id. */
  readonly subject: string;
  readonly disclosure: Disclosure;
  readonly contests: CaseId | null;
  readonly state: PetitionState;
  readonly round: number;
  readonly decision: Decided | null;
  readonly appealUntil: Temporal.Instant | null;
  readonly openedAt: Temporal.Instant;
};
export type Decided = {
  readonly outcome: PetitionOutcome;
  readonly ground: PetitionGround;
  /** Null where a rule decided. */
  readonly by: {
    readonly proposal: ProposalId;
    readonly proposer: StaffId;
    readonly approver: StaffId;
  } | null;
  readonly at: Temporal.Instant;
};

export type PetitionEvent = 'give' | 'ask' | 'decide' | 'end';
type Moves = Readonly<Partial<Record<PetitionEvent, PetitionState>>>;
/** Every legal move. What is not in this table does not happen. The same table is in SQL; a test compares them. */
export const TRANSITIONS = {
  start: { ask: 'asking', look: 'reviewing' },
  asking: { give: 'reviewing', end: 'ended' },
  reviewing: { ask: 'asking', decide: 'decided', end: 'ended' },
  decided: {},
  ended: {},
} as const satisfies Record<PetitionState, Moves> & { start: Record<'ask' | 'look', PetitionState> };

/** The state that an event leads to, or null when the table does not list it. */
export function nextState(state: PetitionState, event: PetitionEvent): PetitionState | null {
  const moves: Moves = TRANSITIONS[state];
  return moves[event] ?? null;
}

/** One of the things that are asked for, with the last try at it. */
export type AskedItem = {
  readonly item: PetitionItem;
  readonly attempt: number;
  /** What was written, sealed; in the clear only what a version before this one wrote, until a job has sealed it. */
  readonly sealed: string | null;
  readonly answer: string | null;
  readonly givenAt: Temporal.Instant | null;
  readonly verdict: 'accepted' | 'refused' | null;
  readonly fault: ItemFault | null;
};
export const itemState = ({ attempt, verdict }: Pick<AskedItem, 'attempt' | 'verdict'>): ItemState =>
  attempt === 0 ? 'asked' : (verdict ?? 'given');

/** How a petition is to be decided, by four eyes. `keeps`: what stays blocked when a restriction is lifted in part. */
export const DECIDE_PETITION = proposalKind(
  'decide_petition',
  z.strictObject({
    outcome: z.enum(PETITION_OUTCOMES),
    ground: z.enum(PETITION_GROUNDS),
    keeps: z.array(z.enum(BLOCKABLE)),
  }),
);
export type ToDecide = z.output<(typeof DECIDE_PETITION)['parameters']>;
