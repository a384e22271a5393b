// The words that entries are told with, as values: states, steps, places, lines.

export const TOP_UP_STATES = [
  'created',
  'awaiting_challenge',
  'checking',
  'conflict',
  'settled',
  'failed',
  'expired',
  'charged_back',
  'in_review',
  'refunding',
  'refunded',
] as const;
export type TopUpState = (typeof TOP_UP_STATES)[number];
export const TRANSFER_STATES = [
  'completed',
  'failed',
  'in_review',
  'awaiting_pickup',
  'expired',
  'cancelled',
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];
export const CHARGEBACK_STATES = ['recovered', 'owed', 'collected'] as const;
export type ChargebackState = (typeof CHARGEBACK_STATES)[number];
/** What was paid is taken back, since its payer has not made it. */
export const RECALL_STATES = ['on_hold', 'given_back', 'let_go'] as const;
export type RecallState = (typeof RECALL_STATES)[number];
/** Money of one currency for money of another, between balances of one customer. */
export const EXCHANGE_STATES = ['completed', 'failed'] as const;
export type ExchangeState = (typeof EXCHANGE_STATES)[number];
/** Money out to a bank account of the own name. */
export const WITHDRAWAL_STATES = [
  'in_review',
  'requested',
  'in_batch',
  'sent',
  'accepted',
  'checking',
  'conflict',
  'paid',
  'returned',
  'rejected',
  'cancelled',
  'expired',
  'failed',
] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];
/** Money in by transfer to our bank account. */
export const BANK_TOP_UP_STATES = ['settled', 'put_aside', 'sending_back', 'sent_back'] as const;
export type BankTopUpState = (typeof BANK_TOP_UP_STATES)[number];
/** Money out to an account of somebody abroad. */
export const CROSS_BORDER_STATES = [
  'in_review',
  'processing',
  'sent',
  'with_correspondent',
  'unconfirmed',
  'checking',
  'conflict',
  'delivered',
  'returned',
  'rejected',
  'cancelled',
  'expired',
  'failed',
] as const;
export type CrossBorderState = (typeof CROSS_BORDER_STATES)[number];
export const OPERATION_KINDS = [
  'top_up',
  'transfer',
  'chargeback',
  'recall',
  'exchange',
  'withdrawal',
  'bank_top_up',
  'cross_border',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];
export const OPERATION_STATES = [
  ...new Set([
    ...TOP_UP_STATES,
    ...TRANSFER_STATES,
    ...CHARGEBACK_STATES,
    ...RECALL_STATES,
    ...EXCHANGE_STATES,
    ...WITHDRAWAL_STATES,
    ...BANK_TOP_UP_STATES,
    ...CROSS_BORDER_STATES,
  ]),
] as const;
export type OperationState =
  | TopUpState
  | TransferState
  | ChargebackState
  | RecallState
  | ExchangeState
  | WithdrawalState
  | BankTopUpState
  | CrossBorderState;
/** The five families of status pills. */
export const STATE_FAMILIES = ['done', 'waiting', 'held', 'failed', 'neutral'] as const;

/** What can stand in a timeline; each has its text in the customer's catalogue. */
export const TIMELINE_KINDS = [
  'top_up_confirmed',
  'challenge_requested',
  'charge_unclear',
  'ewallet_asked',
  'ewallet_unclear',
  'ewallet_processing',
  'ewallet_not_paid',
  'ewallet_expired',
  'charge_processing',
  'top_up_settled',
  'funds_delayed',
  'funds_released',
  'charge_declined',
  'charge_not_made',
  'challenge_expired',
  'amounts_differ',
  'charge_unresolved',
  'charge_contradicted',
  'charge_to_return',
  'charge_returned',
  'charge_unassigned',
  'top_up_refused',
  'top_up_charged_back',
  'top_up_held',
  'top_up_released',
  'top_up_refused_after_review',
  'top_up_review_expired',
  'top_up_refunded',
  'transfer_completed',
  'transfer_failed',
  'transfer_held',
  'transfer_released',
  'transfer_refused',
  'transfer_review_expired',
  'transfer_cancelled',
  'pickup_offered',
  'pickup_completed',
  'pickup_expired',
  'remainder_given_up',
  'chargeback_received',
  'chargeback_taken',
  'debt_opened',
  'debt_partly_collected',
  'debt_collected',
  'payment_contested',
  'payment_given_back',
  'payment_stands',
  'recall_held',
  'recall_given_back',
  'recall_let_go',
  'exchange_completed',
  'exchange_failed',
  'withdrawal_requested',
  'withdrawal_held',
  'withdrawal_released',
  'withdrawal_refused_after_review',
  'withdrawal_review_expired',
  'withdrawal_failed',
  'withdrawal_batched',
  'withdrawal_sent',
  'withdrawal_accepted',
  'withdrawal_unclear',
  'withdrawal_unresolved',
  'withdrawal_found_paid',
  'withdrawal_found_back',
  'withdrawal_paid',
  'withdrawal_rejected',
  'withdrawal_returned',
  'withdrawal_returned_to_okpay',
  'withdrawal_cancelled',
  'withdrawal_stopped',
  'bank_top_up_arrived',
  'bank_top_up_short',
  'bank_top_up_put_aside',
  'bank_top_up_assigned',
  'bank_top_up_sending_back',
  'bank_top_up_sent_back',
  'bank_top_up_not_taken_back',
  'cross_border_requested',
  'cross_border_held',
  'cross_border_released',
  'cross_border_refused_after_review',
  'cross_border_review_expired',
  'cross_border_failed',
  'cross_border_sent',
  'cross_border_pending_credit',
  'cross_border_pending_documents',
  'cross_border_unconfirmed',
  'cross_border_unclear',
  'cross_border_unresolved',
  'cross_border_found_delivered',
  'cross_border_found_back',
  'cross_border_delivered',
  'cross_border_rejected',
  'cross_border_returned',
  'cross_border_cancelled',
  'cross_border_stopped',
  'cross_border_recall_asked',
  'cross_border_recall_accepted',
  'cross_border_recall_refused',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
/** The two ends of a ledger movement as the viewer knows them. */
export const MOVEMENT_PLACES = [
  'your_balance',
  'other_balance',
  'card_acquirer',
  'ewallet',
  'fees',
  'your_debt',
  'exchange',
  'bank',
  'correspondent',
  'okpay',
] as const;
export type MovementPlace = (typeof MOVEMENT_PLACES)[number];
/** The lines of a receipt. */
export const LINE_KINDS = [
  'amount',
  'fee',
  'total',
  'spendable_at_once',
  'delayed',
  'taken',
  'owed',
  'collected',
  'converted',
  'received',
  'correspondent_fee',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];
