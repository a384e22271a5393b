import type { BeneficiaryField } from '#common/beneficiary';
import type { BeneficiaryId, CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';

/** What a transfer is addressed with. It lies sealed. */
export type BeneficiaryDetails = {
  readonly name: string;
  readonly bankName: string;
  /** Without spaces, in capitals. */
  readonly fields: Readonly<Partial<Record<BeneficiaryField, string>>>;
};

export type Beneficiary = {
  readonly id: BeneficiaryId;
  readonly customer: CustomerId;
  /** ISO 3166-1. */
  readonly country: string;
  /** In what the account is paid. */
  readonly currency: Currency;
  readonly last4: string;
  /** Somebody on a list of sanctions has a name like this one. It is told to nobody but staff who decide. */
  readonly isListed: boolean;
  readonly addedAt: Temporal.Instant;
  readonly removedAt: Temporal.Instant | null;
  /** Null once the details are erased. */
  readonly box: string | null;
};
