import type { Currency } from '#common/money';

/** The side on which an account grows. What customers are owed grows by credits, what others owe us by debits. */
export type NormalSide = 'debit' | 'credit';
/** Whether an account may fall below zero on its normal side. The database's CHECK has the last word. */
export type AccountConstraint = 'never_below_zero' | 'none';

type AccountKindEntry = {
  normalSide: NormalSide;
  constraint: AccountConstraint;
  /** Whose it is; `ownerText` tells how that is written. */
  owner: 'customer' | 'rail' | 'fee' | 'system';
  /** What stands on it, for docs/CHART_OF_ACCOUNTS.md and for people who read a trace. */
  holds: string;
};

/**
 * The chart of accounts: every kind of account there is, named once. The same rows stand in `ledger.account_kind`, where they
 * decide; a test holds the two and docs/CHART_OF_ACCOUNTS.md equal. A new kind is a migration and a line here.
 */
export const CHART = {
  wallet: {
    normalSide: 'credit',
    constraint: 'never_below_zero',
    owner: 'customer',
    holds: 'What we owe a customer: the balance on the screen',
  },
  customer_debt: {
    normalSide: 'debit',
    constraint: 'never_below_zero',
    owner: 'customer',
    holds: 'What a customer owes us, e.g. after a chargeback of money already spent',
  },
  rail_settlement: {
    normalSide: 'debit',
    constraint: 'none',
    owner: 'rail',
    holds: 'Money that has arrived at our account with the rail, as its statement says',
  },
  rail_in_transit: {
    normalSide: 'debit',
    constraint: 'none',
    owner: 'rail',
    holds: 'Money that the rail has confirmed and not yet settled (below zero: we owe it to the rail)',
  },
  rail_suspense: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'rail',
    holds: 'Money that came in and belongs to nobody yet',
  },
  rail_costs: {
    normalSide: 'debit',
    constraint: 'none',
    owner: 'rail',
    holds: 'What a rail has charged us by itself: its fees',
  },
  rail_interest: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'rail',
    holds: 'Interest that a rail has paid us (below zero: that we have paid)',
  },
  fx_position: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'system',
    holds: 'Our open position in one currency',
  },
  revenue_fee: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'fee',
    holds: 'Fees earned, one account per kind of fee',
  },
  fx_result: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'system',
    holds:
      'What transfers abroad that came back have gained (below zero: lost) since they went: their owners get the rate of then',
  },
  refund_loss: {
    normalSide: 'debit',
    constraint: 'none',
    owner: 'system',
    holds: 'Refunds that nobody else bears',
  },
  chargeback_loss: {
    normalSide: 'debit',
    constraint: 'none',
    owner: 'system',
    holds: 'Chargebacks and written-off debts that we bear',
  },
  pickup_clearing: {
    normalSide: 'credit',
    constraint: 'never_below_zero',
    owner: 'system',
    holds: 'What is being picked up, on its way from payer to payee; zero before and after',
  },
  rounding: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'system',
    holds: 'What rounding leaves over, less than one minor unit at a time',
  },
  given_up: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'system',
    holds: 'Remainders that customers gave up when they closed their account',
  },
  funding_reserve: {
    normalSide: 'credit',
    constraint: 'none',
    owner: 'rail',
    holds:
      'The other side of holds on money that may still be charged back; its posted balance stays zero unless such a hold is captured',
  },
} as const satisfies Record<string, AccountKindEntry>;

export type AccountKind = keyof typeof CHART;
export const ACCOUNT_KINDS = Object.keys(CHART) as readonly AccountKind[];

/** How owners are written: a customer's id, `rail:card`, `fee:top_up`, `system`. A kind takes one form only; the database checks it. */
export const OWNER_PATTERN = {
  customer: '^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  rail: '^rail:[a-z][a-z0-9_]{0,30}$',
  fee: '^fee:[a-z][a-z0-9_]{0,30}$',
  system: '^system$',
} as const;

/** Names one account: at most one exists per kind, owner and currency. */
export type AccountName = { kind: AccountKind; owner: string; currency: Currency };

/** The balance on the account's normal side, from its posted sums. */
export const netOn = (kind: AccountKind, credits: bigint, debits: bigint): bigint =>
  CHART[kind].normalSide === 'credit' ? credits - debits : debits - credits;
