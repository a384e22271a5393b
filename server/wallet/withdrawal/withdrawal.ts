import type { WithdrawalState } from '#common/api/entry-kinds';
import type { BankAccountId, CustomerId, PayoutFileId, QuoteId, StepUpId, WithdrawalId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import type { Counted, LimitRefusal, PayoutBlocked } from '#risk';
import type { BlockRefusal } from '../account/blocked.ts';

/** Whose bank days count. */
export type CalendarName = 'cn' | 'target' | 'gb' | 'us' | 'hk' | 'jp';

export type WithdrawalTariff = {
  /** Names the row that it came from. */
  readonly rule: string;
  readonly fee: Money;
  readonly amountMin: Money;
  readonly factorAbove: Money;
  /** HH:MM where the bank is. */
  readonly cutOff: string;
  readonly timeZone: string;
  readonly calendar: CalendarName;
  readonly arrivesAfterDays: number;
};

/** Where the money of a withdrawal is: nowhere, since it was refused; held in the wallet; with the bank; back in the wallet. */
export type MoneyPlace = 'none' | 'held' | 'paid' | 'back';

export type Withdrawal = {
  readonly id: WithdrawalId;
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  readonly bankAccount: BankAccountId;
  readonly amount: Money;
  readonly fee: Money;
  readonly usage: Counted;
  readonly cutOffAt: Temporal.Instant;
  readonly arrivesBy: Temporal.Instant;
  readonly file: PayoutFileId | null;
  /** Held until somebody has looked at it; it goes with no file. */
  readonly inReview: boolean;
  readonly money: MoneyPlace;
  readonly asks: number;
  readonly createdAt: Temporal.Instant;
};
/** With its state, read under the lock of its row. */
export type StandingWithdrawal = Withdrawal & {
  readonly state: WithdrawalState;
  readonly since: Temporal.Instant;
};

/** A customer's yes to a quote. The app makes the id, so that a retry after a lost answer is the same request. */
export type WithdrawalRequest = {
  readonly id: WithdrawalId;
  readonly customer: CustomerId;
  readonly quoteId: QuoteId;
  readonly stepUp: StepUpId;
  /** The browser that it is confirmed on, by its hash. */
  readonly device: Uint8Array | null;
};

/** Refusals that the state of the account gives, before and after the yes; after it they stand in the history. */
export type StandingRefusal =
  | BlockRefusal
  | LimitRefusal
  | Refusal<'withdrawal_cooling' | 'debt_outstanding' | 'insufficient_funds'>;
/** With those that a rule gives after the yes. */
export type RecordedRefusal = StandingRefusal | PayoutBlocked;

/** A file of payments as it goes to the bank. */
export type PayoutFile = {
  readonly id: PayoutFileId;
  readonly currency: Currency;
  readonly state: 'ready' | 'sent' | 'refused';
  readonly executionDay: Temporal.PlainDate;
  readonly total: Money;
  readonly digest: Buffer;
  readonly asks: number;
  readonly madeAt: Temporal.Instant;
};

/** What quotes of payouts are called. */
export const QUOTE_KIND = 'withdrawal';
/** Minutes a quote holds, and never past its cut-off. */
export const QUOTE_MINUTES = 10;
/** Payments of one file at most; what is beyond goes with the next. */
export const FILE_PAYMENTS_MAX = 1_000;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds from one question to the next while the bank's answer stays open; afterwards people take over. Source: Kill Bill's janitor. */
export const ASK_AFTER_SECONDS = [MINUTE, 5 * MINUTE, HOUR, DAY, DAY, DAY, DAY, DAY] as const;
/** Hours in which people resolve what machines could not. */
export const CONFLICT_HOURS = 24;
/** Hours after the promised arrival in which the bank's word may still be on its way. */
export const OVERDUE_HOURS = 24;
