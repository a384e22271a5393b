import type { CaseId, CustomerId, RecallId, TransferId } from '#common/id';
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

/** What of a claimed payment is held at once, for how many hours after it, and how much the operator bears of what is gone. */
export type ClaimRule = {
  readonly holdMax: Money;
  readonly holdWithinHours: number;
  readonly bearsMax: Money;
};

/** Days after a payment within which it can be claimed. Source: PSD2 article 71, thirteen months. */
export const CLAIM_DAYS = 396;
