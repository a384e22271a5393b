import type { CustomerId, ProofFileId, ProofId, StaffId } from '#common/id';
import type { ItemRefusal, ProofItem, ProofState } from '#common/identity-proof';
import type { Tier } from '#common/tier';
import type { Temporal } from '#platform/clock';

/** Hours within which a proof that was handed in is decided. */
export const REVIEW_HOURS = 48;

/** From where to where a proof goes. Who hands in again does so in the next round; what was good stays. */
export const TRANSITIONS: Readonly<Record<ProofState, readonly ProofState[]>> = {
  collecting: ['in_review', 'ended'],
  in_review: ['second_review', 'approved', 'needs_input', 'ended'],
  second_review: ['approved', 'needs_input', 'ended'],
  needs_input: ['in_review', 'ended'],
  approved: [],
  ended: [],
};
export const OPEN: readonly ProofState[] = ['collecting', 'in_review', 'second_review', 'needs_input'];
/** The customer writes and sends. */
export const isWritable = (state: ProofState): boolean => state === 'collecting' || state === 'needs_input';
/** A reviewer decides. */
export const isWaiting = (state: ProofState): boolean => state === 'in_review' || state === 'second_review';

export type ProofTier = Extract<Tier, 'T2' | 'T3'>;
export const PROOF_TIERS: readonly ProofTier[] = ['T2', 'T3'];

export type TierRule = {
  readonly tier: ProofTier;
  readonly validMonths: number;
  readonly noticeDays: number;
  readonly isFourEyes: boolean;
  /** Days after the end of what was proven from which on paying pauses; null: never. */
  readonly restrictAfterDays: number | null;
  /** In the order in which they are asked. */
  readonly items: readonly ProofItem[];
};

export type Proof = {
  readonly id: ProofId;
  readonly customer: CustomerId;
  readonly tier: ProofTier;
  readonly state: ProofState;
  readonly round: number;
  readonly submittedAt: Temporal.Instant | null;
  readonly dueAt: Temporal.Instant | null;
  readonly escalatedAt: Temporal.Instant | null;
  readonly firstBy: StaffId | null;
  readonly approvedAt: Temporal.Instant | null;
  readonly validUntil: Temporal.Instant | null;
  readonly noticedAt: Temporal.Instant | null;
  readonly pastAt: Temporal.Instant | null;
};

export type AnswerState = 'given' | 'refused' | 'accepted';
/** What was given for an item: written, and then opened here, or sent as a file. */
export type ProofAnswer = {
  readonly item: ProofItem;
  readonly value: string | null;
  readonly file: { readonly id: ProofFileId; readonly pages: number } | null;
  readonly state: AnswerState;
};

export type ItemRefused = { readonly item: ProofItem; readonly reason: ItemRefusal; readonly note: string };
export type Decision = {
  readonly at: Temporal.Instant;
  readonly staff: StaffId;
  readonly decision: 'approve' | 'refuse';
  readonly refusals: readonly ItemRefused[];
};
