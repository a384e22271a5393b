import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { LedgerAccountId } from '#ledger';
import type { Temporal } from '#platform/clock';
import type { RateTable } from '../rates/convert.ts';

/** What limits are set for. */
export type LimitedCapability = 'top_up' | 'transfer' | 'withdraw';
/** In the order in which they are told. */
export const WINDOWS = ['payment', 'day', 'month'] as const;
export type Window = (typeof WINDOWS)[number];

/** The installation's way of counting: its base currency, and the zone in which a day and a month begin. */
export type LimitPolicy = { readonly baseCurrency: Currency; readonly timeZone: string };

/** A limit in force, in the base currency. `rule` names the row it came from. */
export type Limit = { readonly window: Window; readonly rule: string; readonly limit: Money };

/** When the day that something counts on ends, and when its month. */
export type Resets = { readonly day: Temporal.Instant; readonly month: Temporal.Instant };
/** What has been used of the day and of the month, in the base currency. */
export type Used = { readonly day: Money; readonly month: Money };

/** What a decision about limits is made on. All amounts are in the base currency. */
export type LimitFacts = {
  readonly customer: CustomerId;
  readonly capability: LimitedCapability;
  readonly day: Temporal.PlainDate;
  readonly resetsAt: Resets;
  readonly limits: readonly Limit[];
  readonly used: Used;
  /** The account in whose balance the counter lives; null: in a row of its own. Who has locked it has brought it there. */
  readonly home: LedgerAccountId | null;
  readonly rates: RateTable;
};
