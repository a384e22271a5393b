import type { CustomerId, MoneyRequestId, PayeeReference } from '#common/id';
import type { Temporal } from '#platform/clock';

/** How the name that a payer expected stands to the payee's. Words: Verification of Payee. */
export type NameOutcome = 'match' | 'close' | 'no_match';

/** A person whom a payer has found and may now pay, for a few minutes and nobody else. */
export type Payee = {
  readonly reference: PayeeReference;
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly expiresAt: Temporal.Instant;
  /** It is good for this request alone: its sum, once. */
  readonly request: MoneyRequestId | null;
  /** Null: no name was typed. */
  readonly nameMatch: NameOutcome | null;
};

/** An address that a payer may pay, whoever proves it. */
export type AddressReference = {
  readonly reference: PayeeReference;
  readonly payer: CustomerId;
  readonly kind: 'email' | 'phone';
  readonly key: string;
  readonly expiresAt: Temporal.Instant;
};

/** Minutes a found payee can be paid: the name that was confirmed is still the name. */
export const REFERENCE_MINUTES = 15;

/**
 * Searches one person may make in a day. Enough for whoever pays many people, too few to learn who has an account.
 * A search counts whatever it finds.
 */
export const SEARCH_BUDGET = { scope: 'payee search', limit: 60, seconds: 24 * 60 * 60 } as const;

/** Addresses that one person may offer money to in a day: each is a message to somebody who asked for none. */
export const PICKUP_BUDGET = { scope: 'pickups offered', limit: 10, seconds: 24 * 60 * 60 } as const;

/** Names that one person may try in a day, and for one payee: enough for who knows the name, too few to find it out. */
export const NAME_BUDGET = { scope: 'payee name checks', limit: 30, seconds: 24 * 60 * 60 } as const;
export const NAME_BUDGET_OF_PAYEE = {
  scope: 'payee name checks of one',
  limit: 3,
  seconds: 24 * 60 * 60,
} as const;
