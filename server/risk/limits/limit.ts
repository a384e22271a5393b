import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import type { RateTable } from '../rates/convert.ts';

/** What limits are set for. */
export type LimitedCapability = 'top_up' | 'transfer';
export type Window = 'payment' | 'day';

/** The installation's way of counting: its base currency, and the zone in which a day begins. */
export type LimitPolicy = { readonly baseCurrency: Currency; readonly timeZone: string };

/** A limit in force, in the base currency. `rule` names the row it came from. */
export type Limit = { readonly window: Window; readonly rule: string; readonly limit: Money };

/** What a decision about limits is made on. All amounts are in the base currency. */
export type LimitFacts = {
  readonly customer: CustomerId;
  readonly capability: LimitedCapability;
  readonly day: Temporal.PlainDate;
  readonly resetsAt: Temporal.Instant;
  readonly limits: readonly Limit[];
  readonly usedToday: Money;
  readonly rates: RateTable;
};
