import type { CaseTopic } from '#common/api/support';
import type { OperationKind } from '#common/api/entry-kinds';
import type { ReasonCode } from '#common/reasons';

/** Answers that go further than the reason's own sentences. What is not here is answered by the kind of the entry. */
const BY_REASON: Partial<Record<ReasonCode, readonly string[]>> = {
  insufficient_funds: ['payment-refused', 'top-up-card', 'top-up-delayed'],
  limit_per_payment: ['limits', 'payment-refused'],
  limit_per_day: ['limits', 'payment-refused'],
  limit_per_month: ['limits', 'payment-refused'],
  payee_cannot_receive: ['payment-refused', 'payee-not-found'],
  account_cannot_send: ['account-frozen', 'contact-us'],
  frozen_by_owner: ['account-frozen', 'not-me'],
  debt_outstanding: ['debt', 'chargeback'],
  payment_in_review: ['payment-held', 'contact-us'],
  payment_refused_after_review: ['payment-held', 'complaint'],
  payment_review_expired: ['payment-held', 'pay-a-person'],
  top_up_in_review: ['payment-held', 'contact-us'],
  top_up_refused_after_review: ['payment-held', 'complaint'],
  top_up_review_expired: ['payment-held', 'top-up-card'],
  top_up_unsafe: ['top-up-failed', 'contact-us'],
  payment_unsafe: ['payment-refused', 'payment-held'],
  cross_border_in_review: ['payment-held', 'send-abroad'],
  cross_border_refused_after_review: ['payment-held', 'complaint'],
  cross_border_review_expired: ['payment-held', 'send-abroad'],
  cross_border_unsafe: ['payment-held', 'contact-us'],
  beneficiary_cooling: ['send-abroad', 'contact-us'],
  withdrawal_in_review: ['payment-held', 'withdraw'],
  withdrawal_refused_after_review: ['payment-held', 'complaint'],
  withdrawal_review_expired: ['payment-held', 'withdraw'],
  withdrawal_unsafe: ['payment-held', 'contact-us'],
  withdrawal_cooling: ['bank-accounts', 'withdraw'],
  bank_account_name_differs: ['bank-accounts'],
  payout_account_wrong: ['withdraw', 'bank-accounts'],
  payout_account_closed: ['withdraw', 'bank-accounts'],
  payout_account_blocked: ['withdraw', 'bank-accounts'],
  payout_name_differs: ['withdraw', 'bank-accounts'],
  payout_refused: ['withdraw', 'contact-us'],
  exchange_paused: ['exchange', 'fees'],
  exchange_same_currency: ['exchange'],
  ewallet_awaiting_approval: ['top-up-ewallet', 'top-up-checking'],
  ewallet_checking: ['top-up-checking', 'top-up-ewallet'],
  top_up_awaiting_challenge: ['bank-page', 'top-up-card'],
  top_up_checking: ['top-up-checking', 'pressed-twice'],
  top_up_conflict: ['top-up-checking', 'contact-us'],
  top_up_challenge_expired: ['bank-page', 'top-up-card'],
  card_authentication_failed: ['bank-page', 'top-up-failed'],
  top_up_partly_delayed: ['top-up-delayed', 'fees'],
  top_up_charged_back: ['chargeback', 'debt'],
};

const BY_KIND: Record<OperationKind, readonly string[]> = {
  top_up: ['top-up-card', 'top-up-checking', 'top-up-failed'],
  transfer: ['pay-a-person', 'wrong-person', 'pressed-twice'],
  chargeback: ['chargeback', 'debt', 'contact-us'],
  recall: ['not-me', 'account-frozen', 'contact-us'],
  exchange: ['exchange', 'fees', 'contact-us'],
  withdrawal: ['withdraw', 'bank-accounts', 'contact-us'],
  cross_border: ['send-abroad', 'contact-us'],
  bank_top_up: ['top-up-bank', 'limits', 'contact-us'],
};

const BY_CODE_FAMILY: readonly (readonly [prefix: string, slugs: readonly string[]])[] = [
  ['card_', ['top-up-failed', 'bank-page']],
  ['ewallet_', ['top-up-ewallet', 'top-up-card']],
];

/** What people ask first when they ask about nothing in particular. */
const GENERAL = ['top-up-checking', 'payment-refused', 'payment-password', 'no-code', 'contact-us'] as const;

/** Names of the answers that fit where somebody stands, best first. */
export function articlesFor(
  entry: { kind: OperationKind; reason: ReasonCode | null } | null,
): readonly string[] {
  if (!entry) return GENERAL;
  const { kind, reason } = entry;
  if (reason === null) return BY_KIND[kind];
  const family = BY_CODE_FAMILY.find(([prefix]) => reason.startsWith(prefix))?.[1];
  return BY_REASON[reason] ?? family ?? BY_KIND[kind];
}

/** The topic of a case that is opened from an entry. */
export const TOPIC_OF: Record<OperationKind, CaseTopic> = {
  top_up: 'top_up',
  transfer: 'transfer',
  chargeback: 'debt',
  recall: 'transfer',
  exchange: 'fees',
  withdrawal: 'other',
  cross_border: 'other',
  bank_top_up: 'top_up',
};
