import type { BankTopUpState } from '#common/api/entry-kinds';
import type { SuspenseWhy } from '#common/bank-money';
import type { BankReturnId, BankTopUpId, CustomerId, ProposalId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Payer } from '#connectors';
import type { Temporal } from '#platform/clock';
import type { CalendarName } from '../withdrawal/withdrawal.ts';

export type BankTopUpTariff = {
  /** Names the row that it came from. */
  readonly rule: string;
  /** Taken from what arrives. */
  readonly fee: Money;
  /** Less is put aside. */
  readonly amountMin: Money;
  /** HH:MM where the bank is. */
  readonly cutOff: string;
  readonly timeZone: string;
  readonly calendar: CalendarName;
  readonly arrivesAfterDays: number;
  /** Days after which what nobody has claimed goes back. */
  readonly sendBackAfterDays: number;
};

export type TopUpRail = 'rail:bank' | 'rail:correspondent';
/** A sum that came in from outside, as it is kept. */
export type BankTopUp = {
  readonly id: BankTopUpId;
  /** The bank's own reference of the booking, and the place within it. */
  readonly booking: string;
  readonly part: number;
  /** Our account that it came to. */
  readonly rail: TopUpRail;
  /** The report of our bank, or the message of the correspondent, that told it. */
  readonly report: bigint;
  readonly amount: Money;
  /** What was sent, where the bank tells that it was something else. */
  readonly sent: Money | null;
  readonly bookedOn: Temporal.PlainDate;
  readonly box: string | null;
  readonly payerCountry: string | null;
  readonly payerLast4: string | null;
  readonly reference: string | null;
  readonly customer: CustomerId | null;
  readonly state: BankTopUpState;
  readonly why: SuspenseWhy | null;
  readonly fee: Money;
  readonly tariff: string | null;
  readonly goesBackAt: Temporal.Instant | null;
  readonly takenAt: Temporal.Instant;
  readonly settledAt: Temporal.Instant | null;
};

/** What only the box holds. */
export type PayerFacts = { readonly payer: Payer; readonly texts: readonly string[] };

/** A reference and whose it is. */
export type Owner = {
  readonly reference: string;
  readonly customer: CustomerId;
  readonly currency: Currency;
};

export type ReturnState = 'ready' | 'sent' | 'booked' | 'refused' | 'back';
export type BankReturn = {
  readonly id: BankReturnId;
  readonly topUp: BankTopUpId;
  readonly amount: Money;
  readonly state: ReturnState;
  /** Null where the policy sends it. */
  readonly proposal: ProposalId | null;
  readonly executionDay: Temporal.PlainDate;
  readonly digest: Buffer;
  readonly asks: number;
  readonly madeAt: Temporal.Instant;
};

/** Hours in which people look at what was put aside for somebody who is known. */
export const PUT_ASIDE_HOURS = 48;
/** Days after which what nobody has claimed goes back where no tariff says it. */
export const SEND_BACK_DAYS = 15;
/** Days in which a bank has brought a return to its payer. */
export const RETURN_DAYS = 3;
