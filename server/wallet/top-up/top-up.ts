import type { TopUpState } from '#common/api/entry-kinds';
import type { CustomerId, KeptCardId, QuoteId, StepUpId, TopUpId } from '#common/id';
import type { CardSource } from '#common/kept-card';
import type { Money } from '#common/money';
import type { TopUpQuoteKind } from '#common/api/top-up-quote';
import type { CardCharge, CardFace, ChargeOutcome, EwalletDecline, EwalletPayment } from '#connectors';
import type { Temporal } from '#platform/clock';
import type { Counted, LimitRefusal, TopUpBlocked } from '#risk';
import type { BlockRefusal } from '../account/blocked.ts';

/** What an e-wallet took, in the form of a card's charge: nothing of it is taken back by a bank. */
export type EwalletCharge = EwalletPayment & {
  readonly card: null;
  readonly kept: null;
  readonly chargedBack: Money;
};
export type Charge = CardCharge | EwalletCharge;

/**
 * What the acquirer answered about one of our references, whatever it was asked.
 * - `not_taken`: it did not get the request, or took nothing of it.
 * - `not_found`: it has no such charge, though a request may still be on the wire.
 * - `cancelled`: it never had one and will take none under this reference any more.
 */
export type AcquirerAnswer =
  | Exclude<ChargeOutcome, { kind: 'unavailable' }>
  | { readonly kind: 'not_taken' | 'not_found' | 'cancelled' };

/** The same of whoever is asked. `not_paid`: the e-wallet, or its owner, said no. */
export type TopUpAnswer =
  | AcquirerAnswer
  | { readonly kind: 'succeeded' | 'processing'; readonly charge: EwalletCharge }
  | { readonly kind: 'requires_challenge'; readonly url: string; readonly charge: EwalletCharge }
  | { readonly kind: 'not_paid'; readonly code: EwalletDecline; readonly charge: EwalletCharge | null };

export type ChargedCard = Pick<CardFace, 'brand' | 'last4'>;

export type TopUp = {
  readonly id: TopUpId;
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  readonly tokenDigest: Buffer;
  /** The kept card that it is charged to; null of one that was typed. */
  readonly keptCard: KeptCardId | null;
  /** The card is to be kept when it has been charged. */
  readonly keepsCard: boolean;
  readonly amount: Money;
  readonly fee: Money;
  readonly atOnce: Money;
  readonly delayedUntil: Temporal.Instant | null;
  /** What `atOnce` counts as against the rule that allowed it. */
  readonly granted: Money;
  readonly usage: Counted;
  /** False: it was refused before the acquirer was asked for anything. */
  readonly isCharged: boolean;
  /** A rule wants somebody to look at it: all of it is held when it comes. */
  readonly needsReview: boolean;
  readonly chargeId: string | null;
  readonly card: ChargedCard | null;
  /** The e-wallet that it comes from, and the account there once it is known; null of one by card. */
  readonly ewallet: { readonly name: string; readonly account: string | null } | null;
  readonly asks: number;
  readonly createdAt: Temporal.Instant;
  /** What of it is held in the wallet now, by the hold of this number. */
  readonly held: Money;
  readonly holdNumber: number;
  /** Of amount and fee together. */
  readonly chargedBack: Money;
  /** When it was put aside, since it was charged for a wallet that is closed and did not go back. */
  readonly suspendedAt: Temporal.Instant | null;
  /** When it went back to the card for that reason. */
  readonly returnedAt: Temporal.Instant | null;
};
/** With its state, read under the lock of its row. */
export type StandingTopUp = TopUp & {
  readonly state: TopUpState;
  readonly since: Temporal.Instant;
  readonly dueAt: Temporal.Instant | null;
};

/** A customer's yes to a quote. The app makes the id, so that a retry after a lost answer is the same request. */
export type TopUpRequest = {
  readonly id: TopUpId;
  readonly customer: CustomerId;
  readonly quoteId: QuoteId;
  /** The card that is charged; null where the e-wallet is asked. */
  readonly source: CardSource | null;
  readonly keepsCard: boolean;
  /** Where a rule asks for it: the proof for this quote and this card. */
  readonly stepUp: StepUpId | null;
  /** The browser that it is asked from, by its hash. */
  readonly device: Uint8Array | null;
};
/** Refusals after that yes; they stand in the history. */
export type RecordedRefusal = BlockRefusal | LimitRefusal | TopUpBlocked;

/**
 * Minutes a challenge may take. One less than the acquirer's own 15, so that ours runs out first and its end is told as what it
 * is, instead of as a failed authentication.
 */
export const CHALLENGE_MINUTES = 14;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds from one question to the next while the acquirer's answer stays open; after the last one people take over. Source: Kill Bill's janitor. */
export const ASK_AFTER_SECONDS = [10, MINUTE, 5 * MINUTE, HOUR, DAY, DAY, DAY, DAY, DAY] as const;

/** Hours in which people resolve what machines could not. */
export const CONFLICT_HOURS = 24;

/** Minutes a quote holds: long enough to type a card, short enough that its promise stays true. */
export const QUOTE_MINUTES = 10;

/** Seconds from one question to the next while the owner of an e-wallet is on its page: its news may never come. */
export const WATCH_SECONDS = 60;

/** What prices a top-up by card, or from an e-wallet. */
export const quoteKindOf = (source: CardSource | null): TopUpQuoteKind =>
  source === null ? 'ewallet_top_up' : 'card_top_up';
