import type { ChargebackId, CustomerId, TopUpId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';

/** What a customer owes since a bank took money back that was already spent. */
export type Debt = {
  readonly chargeback: ChargebackId;
  readonly customer: CustomerId;
  readonly topUp: TopUpId;
  readonly incurred: Money;
  readonly collected: Money;
  /** What is still owed. */
  readonly owed: Money;
  /** The end of the notice: nothing is collected before. */
  readonly collectsFrom: Temporal.Instant;
  readonly collections: number;
};

/** Days between telling a customer of a debt and collecting it: time to object. */
export const NOTICE_DAYS = 3;

export const COLLECT_JOB = 'debt.collect';
export const collectKey = (id: ChargebackId): string => `debt.collect:${id}`;
