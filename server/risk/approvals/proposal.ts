import type { z } from 'zod';
import type { ProposalId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** Hours in which a proposal can be approved, where its kind says nothing else; then its facts are too old. */
export const PROPOSAL_HOURS = 72;

/** What can be proposed: its name, and what has to be told to carry it out. The room that carries it out declares it. */
export type ProposalKind<P> = {
  readonly action: string;
  readonly parameters: z.ZodType<P>;
  readonly hours: number;
};
export const proposalKind = <P>(
  action: string,
  parameters: z.ZodType<P>,
  { hours = PROPOSAL_HOURS }: { hours?: number } = {},
): ProposalKind<P> => ({ action, parameters, hours });

export const DECISIONS = ['approved', 'rejected', 'withdrawn', 'expired'] as const;
export type Decision = (typeof DECISIONS)[number];

export type Proposal<P = unknown> = {
  readonly id: ProposalId;
  readonly action: string;
  /** What it is to be done to, by its id. */
  readonly subject: string;
  readonly parameters: P;
  readonly reason: string;
  readonly proposedBy: StaffId;
  readonly proposedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly decision: Decision | null;
  readonly decidedBy: StaffId | null;
  readonly decisionReason: string | null;
  readonly decidedAt: Temporal.Instant | null;
};
