import type { WithdrawalState } from '#common/api/entry-kinds';
import { isEqual, type Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import type { MoneyPlace } from './withdrawal.ts';

/** What the bank's files said of one payment. */
export type BankWord =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly bankCode: string }
  /** Booked on our account: it left. `entry` is the bank's own reference of the booking. */
  | { readonly kind: 'booked'; readonly entry: string; readonly amount: Money }
  /** Came back to our account. */
  | { readonly kind: 'returned'; readonly entry: string; readonly amount: Money; readonly bankCode: string };

/** What is to be done, in this order; nothing where it is known already or says nothing new. */
export type Move = 'accept' | 'pay' | 'reject' | 'return' | 'mismatch' | 'contradict';

type About = { readonly state: WithdrawalState; readonly money: MoneyPlace; readonly amount: Money };

/** Before the file is there the bank can have said nothing; of what was never sent neither. */
const NEVER_SENT: readonly WithdrawalState[] = ['in_review', 'requested', 'failed', 'expired', 'cancelled'];

/**
 * What a word of the bank does to a withdrawal, whenever and in whatever order it comes. Bookings on the account outrank what status
 * reports say: money that has left has left. A booking that is taken for the second time is known by its reference before it gets here. Pure.
 */
export function decideWord({ state, money, amount }: About, word: BankWord): readonly Move[] {
  if (NEVER_SENT.includes(state)) return [];
  const isOpen = money === 'held' && state !== 'conflict';
  switch (word.kind) {
    case 'accepted':
      return isOpen && state !== 'accepted' ? ['accept'] : [];
    case 'rejected':
      return money === 'held' ? ['reject'] : [];
    case 'booked':
      // Gone twice, or gone after it was given back.
      if (money !== 'held') return state === 'conflict' ? [] : ['contradict'];
      if (!isEqual(word.amount, amount)) return state === 'conflict' ? [] : ['mismatch'];
      return ['pay'];
    case 'returned':
      if (!isEqual(word.amount, amount)) return mismatched(state, money);
      if (money === 'paid') return ['return'];
      // The return overtook the booking: it went and came back.
      if (money === 'held') return ['pay', 'return'];
      return state === 'conflict' ? [] : ['contradict'];
  }
}

/** Another sum came back than went: nobody may guess where the rest is. */
const mismatched = (state: WithdrawalState, money: MoneyPlace): readonly Move[] =>
  state === 'conflict' ? [] : money === 'held' ? ['mismatch'] : ['contradict'];

type PayoutRefusal = Refusal<
  | 'payout_account_wrong'
  | 'payout_account_closed'
  | 'payout_account_blocked'
  | 'payout_name_differs'
  | 'payout_refused'
>;
/** Source: ISO 20022 external status and return reason codes. */
const REASON_OF: Readonly<Record<string, PayoutRefusal['code']>> = {
  AC01: 'payout_account_wrong',
  AC02: 'payout_account_wrong',
  AC03: 'payout_account_wrong',
  RC01: 'payout_account_wrong',
  RC04: 'payout_account_wrong',
  BE22: 'payout_name_differs',
  BE01: 'payout_name_differs',
  AC04: 'payout_account_closed',
  AC07: 'payout_account_closed',
  MD07: 'payout_account_closed',
  AC06: 'payout_account_blocked',
  AG01: 'payout_account_blocked',
  AC14: 'payout_account_blocked',
};
/** Letters of a bank's code that are told; a code of the standard has four. */
const CODE_MAX = 35;

/** Why a bank did not pay, in words of ours; its own code stands beside them. */
export function refusalOfBank(bankCode: string, total: Money): PayoutRefusal {
  const said = bankCode.slice(0, CODE_MAX) || '–';
  return { code: REASON_OF[said.toUpperCase()] ?? 'payout_refused', bankCode: said, total };
}
