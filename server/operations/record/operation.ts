import type { LineKind, OperationKind, OperationState, TimelineKind } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import type { Money, WireMoney } from '#common/money';
import type { NextActor, ReasonCode, WireFact } from '#common/reasons';
import type { Temporal } from '#platform/clock';

/** What is kept as JSON: amounts as strings of minor units, times as ISO strings. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
/** The facts, rule versions and outcome of a decision, as they were when it was made. */
export type DecisionFacts = { readonly [name: string]: Json };

export type Waiter = Exclude<NextActor, 'nobody'>;
/** Who moves it on, and by when; null when nobody has to. */
export type Waiting = { readonly nextActor: Waiter; readonly dueAt: Temporal.Instant } | null;

export type Line = { readonly kind: LineKind; readonly amount: Money };

/** One operation as it is kept. Its kind is told by its id too. */
export type Operation = {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly owner: CustomerId;
  readonly parent: OperationId | null;
  readonly amount: Money;
  readonly fee: Money;
  readonly lines: readonly { kind: LineKind; amount: WireMoney }[];
  readonly reason: { code: ReasonCode; facts: Record<string, WireFact> } | null;
  readonly decision: DecisionFacts;
  readonly since: Temporal.Instant;
  readonly waiting: Waiting;
  readonly actionUrl: string | null;
  readonly note: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

/** The other party as the customer may know it. */
export type Counterparty = {
  readonly kind: 'person' | 'card' | 'okpay' | 'bank_account' | 'ewallet';
  readonly name: string;
  readonly detail: string | null;
};

export type Participant = {
  readonly customer: CustomerId;
  readonly direction: 'in' | 'out';
  readonly counterparty: Counterparty;
  /** What comes into another balance of theirs for it. */
  readonly received?: Money;
};

export type StepActor =
  | { readonly kind: 'customer'; readonly id: CustomerId }
  | { readonly kind: 'okpay' | 'bank' | 'staff' };
/** One entry of a timeline, before it has its time. */
export type Step = {
  readonly kind: TimelineKind;
  readonly tone: 'good' | 'bad' | 'wait' | 'neutral';
  readonly actor: StepActor;
  readonly facts?: Record<string, WireFact>;
};
