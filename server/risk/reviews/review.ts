import { z } from 'zod';
import {
  REVIEW_DECISIONS,
  REVIEW_GROUNDS,
  type ReviewDecision,
  type ReviewGround,
} from '#common/payment-review';
import type { listedPayeeSchema } from '#common/api/console-reviews';
import type {
  CrossBorderId,
  CustomerId,
  ProposalId,
  StaffId,
  TopUpId,
  TransferId,
  WithdrawalId,
} from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { proposalKind } from '../approvals/proposal.ts';
import type { Label } from '../rules/store.ts';

/** What can be held. */
export type ReviewedId = TransferId | TopUpId | WithdrawalId | CrossBorderId;
/** Somebody on a list whom a payee's name is like, as it was found. */
export type ListedPayee = z.output<typeof listedPayeeSchema>;

/** A payment, a top-up or a withdrawal that is held until somebody has looked at it. */
export type Review = {
  readonly operation: ReviewedId;
  readonly payer: CustomerId;
  /** Null of a top-up, which comes by the payer's own card, and of a withdrawal, which goes to the payer's own account. */
  readonly payee: CustomerId | null;
  readonly amount: Money;
  /** What it counts as towards the payer's limits; what does not go through gives it back. */
  readonly counted: Money;
  readonly countedDay: Temporal.PlainDate;
  /** It is so large that two people decide. */
  readonly needsTwo: boolean;
  /** Whom on a list the payee's name is like; empty if nobody on one any more. Null where no list has a part in it. */
  readonly listed: readonly ListedPayee[] | null;
  readonly since: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  readonly state: 'waiting' | ReviewEnd['state'];
};

export type StaffEnd = {
  readonly state: 'released' | 'refused';
  readonly by: StaffId;
  readonly ground: ReviewGround;
  readonly note: string;
  readonly proposal: ProposalId | null;
};
/** How a review ends: by staff, by the payer, or by the clock. */
export type ReviewEnd = StaffEnd | { readonly state: 'expired' | 'cancelled' };

/** Of a payment that two people decide: the first of them proposes this. */
export const DECIDE_REVIEW = proposalKind(
  'decide_review',
  z.object({ decision: z.enum(REVIEW_DECISIONS), ground: z.enum(REVIEW_GROUNDS) }),
);

export const STATE_OF: Record<ReviewDecision, StaffEnd['state']> = { release: 'released', refuse: 'refused' };

/** What the ground says of the payment, for replays; null where nobody knows. */
export const labelOf = ({ state, ground }: StaffEnd): Label | null =>
  state === 'released' ? 'not_fraud' : ground === 'no_answer' ? null : 'fraud';
