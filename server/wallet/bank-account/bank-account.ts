import type { BankScheme, NameMatch } from '#common/bank-account';
import type { BankAccountId, CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';

/** What a payment to an account is addressed with. It lies sealed. */
export type BankDetails = {
  readonly holderName: string;
  /** Without spaces, in capitals. */
  readonly number: string;
  /** The bank's code, where the number does not hold it. */
  readonly bankCode: string | null;
};

export type BankAccount = {
  readonly id: BankAccountId;
  readonly customer: CustomerId;
  readonly currency: Currency;
  /** ISO 3166-1. */
  readonly country: string;
  readonly scheme: BankScheme;
  readonly last4: string;
  readonly nameMatch: NameMatch;
  readonly isDefault: boolean;
  readonly addedAt: Temporal.Instant;
  readonly removedAt: Temporal.Instant | null;
  /** Null once the details are erased. */
  readonly box: string | null;
};
