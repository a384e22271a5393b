import type { CaseId, CustomerId, RecallId, TransferId, WithdrawalId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';

/** A payment that its payer says somebody else has made. */
export type Claim = {
  readonly transfer: TransferId;
  readonly caseId: CaseId;
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly amount: Money;
  /** What is held of it with the payee now. */
  readonly held: Money;
  readonly recall: RecallId | null;
  /** What went back to the payer. */
  readonly returned: Money;
  readonly claimedAt: Temporal.Instant;
};

/** A withdrawal that its owner says somebody else has made. */
export type PayoutClaim = {
  readonly withdrawal: WithdrawalId;
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  /** It had not left our hands, and was taken back. */
  readonly wasHere: boolean;
  /** What the operator paid for it. */
  readonly borne: Money;
  readonly claimedAt: Temporal.Instant;
};

/** What of a claimed payment is held at once, for how many hours after it, and how much the operator bears of what is gone. */
export type ClaimRule = {
  readonly holdMax: Money;
  readonly holdWithinHours: number;
  readonly bearsMax: Money;
};

/** Days after a payment within which it can be claimed. Source: PSD2 article 71, thirteen months. */
export const CLAIM_DAYS = 396;
