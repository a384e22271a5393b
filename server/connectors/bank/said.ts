// What a bank's reports can say, as values.
import type { Currency, Money } from '#common/money';
import type { BankAnswer } from './read-answer.ts';

/** Who sent money, as far as the bank tells. */
export type Payer = {
  readonly name: string;
  readonly number: string;
  readonly scheme: 'iban' | 'cn';
  readonly bankCode: string | null;
};
/** Money that came in from outside and is no payment of ours that comes back. */
export type CameIn = {
  readonly kind: 'came';
  /** The bank's own reference of the booking, and which of the payments in it: the same in a notification and in the statement. */
  readonly booking: string;
  readonly part: number;
  readonly amount: Money;
  /** What was sent, where the bank tells it and it is not what arrived. */
  readonly sent: Money | null;
  /** ISO 8601 date. */
  readonly day: string;
  readonly payer: Payer;
  /** Everything that the payer may have written, in the order in which it is looked at. */
  readonly texts: readonly string[];
};

/** One booking as a statement tells it, whatever it is about: what is compared with our books. Names and texts are not taken. */
export type StatementEntry = {
  readonly kind: 'entry';
  /** The day of the statement that it stands in. */
  readonly day: string;
  /** The day by which its reference is told apart from the same one of other days: banks begin anew. */
  readonly bookedOn: string;
  /** The bank's own reference; told apart by number where a day tells one twice. */
  readonly booking: string;
  readonly amount: Money;
  readonly direction: 'in' | 'out';
  /** The bank transaction code: domain, family and sub-family, or the bank's own. */
  readonly code: string;
  /** It takes an earlier booking back. */
  readonly isReversal: boolean;
  /** Ids that we gave, and the bank's references of what it is about. */
  readonly refs: readonly string[];
};
/** A statement with its balances, told after its bookings. */
export type StatementHead = {
  readonly kind: 'statement';
  readonly currency: Currency;
  readonly day: string;
  /** Below zero where we owe the bank. */
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
};

/** One thing that a report says. `file` and `payment` are the ids that we gave. */
export type Said =
  | {
      readonly kind: 'accepted' | 'rejected';
      readonly file: string;
      readonly payment: string | null;
      readonly bankCode: string;
    }
  | {
      readonly kind: 'booked' | 'returned';
      readonly payment: string;
      readonly amount: Money;
      /** The bank's own reference of this booking: the same in a notification and in the statement. */
      readonly entry: string;
      readonly bankCode: string;
    }
  | CameIn
  | BankAnswer
  | StatementEntry
  | StatementHead;
/** A word about a payment of ours. */
export type PaymentWord = Exclude<Said, CameIn | BankAnswer | StatementEntry | StatementHead>;
export type Given = {
  /** Whether an id is one that we gave to a payment. */
  readonly isOurs: (payment: string) => boolean;
  /** Whether it is one that we gave to a file of payments. */
  readonly isFile: (file: string) => boolean;
  /** The currency of an account of ours; null of any other number. */
  readonly currencyOf: (account: string) => Currency | null;
};
