import { z } from 'zod';
import { LIFT_GROUNDS, type RestrictionReason, type ToldWhy } from '#common/api/restriction';
import { idSchema } from '#common/api/wire';
import type { CustomerId, RestrictionId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { proposalKind } from '../approvals/proposal.ts';
import type { Capability } from '../capabilities/capability.ts';
import type { RestrictionKind } from '../capabilities/matrix.ts';

/** How much of the reason the customer may know: all of it, what sort it is, or that there is one. */
export type Disclosure = 'full' | 'category' | 'none';
type ReasonEntry = {
  readonly disclosure: Disclosure;
  /** What the owner reads. */
  readonly told: ToldWhy;
  /** For which kinds of restriction it may be given. */
  readonly kinds: readonly RestrictionKind[];
};

const owners: ReasonEntry['kinds'] = ['self_frozen'];
const ours: ReasonEntry['kinds'] = ['limited', 'frozen'];
/** Why an account is restricted and how much of it is told. Data: what is told of a reason is decided once, not by whoever is on duty. */
export const RESTRICTION_REASONS: Readonly<Record<RestrictionReason, ReasonEntry>> = {
  owner_asked: { disclosure: 'full', told: 'owner_asked', kinds: owners },
  owner_disowned: { disclosure: 'full', told: 'owner_disowned', kinds: owners },
  owner_closes: { disclosure: 'full', told: 'owner_closes', kinds: ['closing'] },
  // Nobody can sign in to read it.
  account_closed: { disclosure: 'full', told: 'owner_closes', kinds: ['closed'] },
  owner_told_us: { disclosure: 'full', told: 'owner_told_us', kinds: ['limited'] },
  suspected_takeover: { disclosure: 'full', told: 'suspected_takeover', kinds: ours },
  too_many_failures: { disclosure: 'full', told: 'too_many_failures', kinds: ours },
  document_expired: { disclosure: 'full', told: 'document_expired', kinds: ['limited'] },
  debt_unpaid: { disclosure: 'full', told: 'debt_unpaid', kinds: ['limited'] },
  data_inconsistent: { disclosure: 'full', told: 'data_inconsistent', kinds: ours },
  unusual_payments: { disclosure: 'category', told: 'payments_review', kinds: ours },
  // Who reported is not told, nor that somebody did.
  reported_by_others: { disclosure: 'category', told: 'payments_review', kinds: ours },
  sanctions_review: { disclosure: 'none', told: 'not_told', kinds: [...ours, 'legal_hold'] },
  legal_order: { disclosure: 'none', told: 'not_told', kinds: ['legal_hold'] },
};

/** Reasons that a machine sees come and go: what a rule imposed for them lifts by itself. */
const SEEN_BY_MACHINES: readonly RestrictionReason[] = [
  'too_many_failures',
  'document_expired',
  'debt_unpaid',
];
export const liftsItself = ({ reason, imposedBy }: Pick<Restriction, 'reason' | 'imposedBy'>): boolean =>
  imposedBy.startsWith('rule:') && SEEN_BY_MACHINES.includes(reason);

/** What the owner reads as the reason: the one place where a reason becomes public. */
export const toldWhy = ({ reason, disclosure }: Pick<Restriction, 'reason' | 'disclosure'>): ToldWhy =>
  disclosure === 'none' ? 'not_told' : RESTRICTION_REASONS[reason].told;

/** Hours within which we owe a decision about what we have imposed. Source: reference/wallet.md §2.10. */
export const REVIEW_HOURS = 72;
/** Hours until the next look after a promise was missed. */
export const ESCALATED_HOURS = 24;

export type Imposer = CustomerId | StaffId | `rule:${string}`;
/** A rule lifts only what a rule imposed. */
export type Lifter = Imposer;
export type Restriction = {
  readonly id: RestrictionId;
  readonly customer: CustomerId;
  readonly kind: RestrictionKind;
  readonly blocked: readonly Capability[];
  readonly reason: RestrictionReason;
  readonly disclosure: Disclosure;
  /** For staff alone. */
  readonly note: string;
  readonly imposedBy: Imposer;
  readonly since: Temporal.Instant;
  /** By when we owe a decision; null where the owner decides, or does what lifts it. */
  readonly dueAt: Temporal.Instant | null;
  readonly escalatedAt: Temporal.Instant | null;
  readonly liftedAt: Temporal.Instant | null;
  readonly liftedBy: Lifter | null;
};

/** Lifting by staff: one proposes and says on which ground, a colleague approves. */
export const LIFT_RESTRICTION = proposalKind(
  'lift_restriction',
  z.strictObject({ restrictionId: idSchema('rst'), ground: z.enum(LIFT_GROUNDS) }),
);
