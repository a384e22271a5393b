import type { CrossBorderState } from '#common/api/entry-kinds';
import type { BeneficiaryId, CrossBorderId, CustomerId, QuoteId, StepUpId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import type { Counted, LimitRefusal } from '#risk';
import type { BlockRefusal } from '../account/blocked.ts';
import type { CalendarName } from '../withdrawal/withdrawal.ts';

/** What a transfer costs by the currency that it is paid from. */
export type Tariff = {
  /** Names the row that it came from. */
  readonly rule: string;
  readonly currency: Currency;
  readonly feeBasisPoints: number;
  readonly feeMin: Money;
  readonly correspondentFee: Money;
  readonly totalMin: Money;
  readonly factorAbove: Money;
};
/** Mark-up and times by the currency that the account gets. */
export type Road = {
  readonly rule: string;
  readonly currency: Currency;
  readonly markupBasisPoints: number;
  /** HH:MM where the bank is. */
  readonly cutOff: string;
  readonly timeZone: string;
  readonly calendar: CalendarName;
  readonly arrivesAfterDaysMin: number;
  readonly arrivesAfterDaysMax: number;
};

/** The lines that the ledger carries, one each. What is converted and both fees leave the balance. */
export type Parts = {
  readonly converted: Money;
  readonly fee: Money;
  readonly correspondentFee: Money;
  readonly get: Money;
  /** What the mark-up earns, in the currency that the account gets. */
  readonly spread: Money;
  readonly rounding: Money;
};

/** Where the money is: nowhere, since it was refused; held in the wallet; out with banks; back in the wallet. */
export type MoneyPlace = 'none' | 'held' | 'out' | 'back';
/** `made`: the request is kept and has not reached the bank yet. */
export type RecallState = 'made' | 'asked' | 'accepted' | 'refused';

export type CrossBorder = Parts & {
  readonly id: CrossBorderId;
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  readonly beneficiary: BeneficiaryId;
  readonly country: string;
  /** As it was shown. */
  readonly rate: string;
  /** Four letters of ISO 20022. */
  readonly purpose: string;
  readonly purposeText: string | null;
  readonly uetr: string;
  readonly usage: Counted;
  readonly goesAt: Temporal.Instant;
  readonly arrivesFrom: Temporal.Instant;
  readonly arrivesBy: Temporal.Instant;
  readonly inReview: boolean;
  readonly money: MoneyPlace;
  /** When the message for the correspondent was made. */
  readonly madeAt: Temporal.Instant | null;
  readonly digest: Buffer | null;
  readonly asks: number;
  readonly createdAt: Temporal.Instant;
  readonly deliveredAt: Temporal.Instant | null;
  readonly recall: RecallState | null;
  readonly recallGround: string | null;
  readonly recallAt: Temporal.Instant | null;
  readonly recallAsks: number;
};
/** With its state, read under the lock of its row. */
export type StandingCrossBorder = CrossBorder & {
  readonly state: CrossBorderState;
  readonly reason: string | null;
};

/** A customer's yes to a quote. The app makes the id, so that a retry after a lost answer is the same request. */
export type CrossBorderRequest = {
  readonly id: CrossBorderId;
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
  | Refusal<'beneficiary_cooling' | 'debt_outstanding' | 'insufficient_funds'>;
export type RecordedRefusal = StandingRefusal | Refusal<'cross_border_unsafe' | 'cross_border_too_many'>;

/** What quotes of transfers abroad are called. */
export const QUOTE_KIND = 'cross_border';
/** Minutes that rate and fees are locked. Source: reference/wallet.md 1, what customers of remittances are used to. */
export const QUOTE_MINUTES = 30;
export { UNDO_MINUTES } from '#common/beneficiary';
/** Transfers of our own from which on a range is told by them and not by the bank's promise. */
export const HISTORY_MIN = 30;
/** Days back that they are looked for, and how many at most. */
export const HISTORY_DAYS = 180;
export const HISTORY_MAX = 500;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds from one question to the next while an answer stays open; afterwards people take over. Source: Kill Bill's janitor. */
export const ASK_AFTER_SECONDS = [MINUTE, 5 * MINUTE, HOUR, DAY, DAY, DAY, DAY, DAY] as const;
/** Hours in which people resolve what machines could not. */
export const CONFLICT_HOURS = 24;
/** Hours from one look for news to the next once the promise is over. */
export const LOOK_AGAIN_HOURS = 24;
/** Looks without news after which people take over: ten days are longer than any bank holds a sum without a word. */
export const LOOKS_MAX = 10;

/** When it goes and arrives, as a step of its story keeps it: the newest one is what is promised now. */
export const promiseTold = ({
  goesAt,
  arrivesFrom,
  arrivesBy,
}: Pick<CrossBorder, 'goesAt' | 'arrivesFrom' | 'arrivesBy'>) => ({
  goesAt: goesAt.toString(),
  arrivesFrom: arrivesFrom.toString(),
  arrivesBy: arrivesBy.toString(),
});

/** What leaves the balance in all. */
export const totalOf = ({
  converted,
  fee,
  correspondentFee,
}: Pick<Parts, 'converted' | 'fee' | 'correspondentFee'>): Money => ({
  minor: converted.minor + fee.minor + correspondentFee.minor,
  currency: converted.currency,
});
