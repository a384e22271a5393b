import type { CaseId, CustomerId, Id, OperationId, RestrictionId } from '#common/id';
import type { ToldWhy } from '#common/api/restriction';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';

export type ClosingId = Id<'clo'>;
/** `closing` can be taken back (`kept`) until it is `closed`, for ever. */
export type Closing = {
  readonly id: ClosingId;
  readonly customer: CustomerId;
  readonly state: 'closing' | 'kept' | 'closed';
  readonly restriction: RestrictionId;
  readonly requestedAt: Temporal.Instant;
  readonly closesAt: Temporal.Instant;
  /** Since when something stands in the way. */
  readonly waitsSince: Temporal.Instant | null;
};

export type ClosingFacts = {
  /** `incoming` is reserved by others for this person, e.g. a payment that is looked at before it arrives. */
  readonly wallets: readonly {
    readonly available: Money;
    readonly heldOut: Money;
    readonly incoming: Money;
  }[];
  readonly debts: readonly Money[];
  readonly operations: readonly { readonly id: OperationId; readonly amount: Money }[];
  readonly cases: readonly CaseId[];
  readonly restrictions: readonly ToldWhy[];
  /** What can be given up, by currency. */
  readonly remainders: ReadonlyMap<string, bigint>;
};

export type Obstacle =
  | { readonly kind: 'balance'; readonly amount: Money; readonly canGiveUp: boolean }
  | { readonly kind: 'held' | 'debt'; readonly amount: Money }
  | { readonly kind: 'operation'; readonly id: OperationId; readonly amount: Money }
  | { readonly kind: 'case'; readonly id: CaseId }
  | { readonly kind: 'restriction'; readonly why: ToldWhy };
