import type { CustomerId, MoneyRequestId, PayeeReference } from '#common/id';
import type { Temporal } from '#platform/clock';

/** A person whom a payer has found and may now pay, for a few minutes and nobody else. */
export type Payee = {
  readonly reference: PayeeReference;
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly expiresAt: Temporal.Instant;
  /** It is good for this request alone: its sum, once. */
  readonly request: MoneyRequestId | null;
};

/** Minutes a found payee can be paid: the name that was confirmed is still the name. */
export const REFERENCE_MINUTES = 15;

/**
 * Searches one person may make in a day. Enough for whoever pays many people, too few to learn who has an account.
 * A search counts whatever it finds.
 */
export const SEARCH_BUDGET = { scope: 'payee search', limit: 60, seconds: 24 * 60 * 60 } as const;
