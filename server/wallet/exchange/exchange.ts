import type { CustomerId, ExchangeId, QuoteId } from '#common/id';
import type { Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import type { QuoteRefusal } from '#operations';
import type { BlockRefusal } from '../account/blocked.ts';

/** What quotes of exchanges are called. */
export const QUOTE_KIND = 'exchange';

/** A customer's yes to a quote. The app makes the id, so that a retry after a lost answer is the same request. */
export type ExchangeRequest = {
  readonly id: ExchangeId;
  readonly customer: CustomerId;
  readonly quoteId: QuoteId;
};

/** Why a balance cannot be exchanged now, whatever the price. */
export type StandingRefusal = BlockRefusal | Refusal<'insufficient_funds' | 'debt_outstanding'>;
/** Why there is no price. */
export type PricingRefusal =
  | StandingRefusal
  | Refusal<
      | 'amount_not_positive'
      | 'amount_too_large'
      | 'amount_below_minimum'
      | 'exchange_same_currency'
      | 'exchange_paused'
    >;
export type ConfirmRefusal = QuoteRefusal | Refusal<'operation_id_reused'>;

/** An exchange as it is kept: the parts are what the ledger's lines carry. */
export type Exchange = {
  readonly id: ExchangeId;
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  readonly give: Money;
  readonly fee: Money;
  readonly get: Money;
  readonly spread: Money;
  readonly rounding: Money;
  readonly isCompleted: boolean;
};
