import type { CrossBorderState } from '#common/api/entry-kinds';
import { isEqual, type Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import type { CorrespondentWord } from '#connectors';
import type { MoneyPlace } from './cross-border.ts';

/** What is to be done, in this order; nothing where it is known already or says nothing new. */
export type Move =
  | 'send'
  | 'advance'
  | 'deliver'
  | 'reject'
  | 'return'
  | 'mismatch'
  | 'contradict'
  | 'recall_accepted'
  | 'recall_refused';

export type About = {
  readonly state: CrossBorderState;
  readonly reason: string | null;
  readonly money: MoneyPlace;
  readonly get: Money;
  /** Whether its message was ever made. */
  readonly isMade: boolean;
  /** Whether a bank has said before that it was credited: the ledger says so already. */
  readonly isDelivered: boolean;
  readonly recall: 'made' | 'asked' | 'accepted' | 'refused' | null;
};

const PENDING_REASONS = {
  credit: 'cross_border_pending_credit',
  documents: 'cross_border_pending_documents',
} as const;
export const reasonOfPending = (waitsFor: 'credit' | 'documents') => PENDING_REASONS[waitsFor];

/**
 * What a word of the correspondent does to a transfer, whenever and in whatever order it comes. Money that came back outranks what is said of its
 * way; a return that is told for the second time is known by its reference before it gets here. Pure.
 */
export function decideWord(about: About, word: CorrespondentWord): readonly Move[] {
  const { state, money, get, isMade } = about;
  // Of what was never sent a bank can have said nothing.
  if (!isMade || money === 'none') return [];
  switch (word.kind) {
    case 'accepted':
      if (isAnother(word.amount, get)) return people(about);
      return money === 'held' ? ['send'] : [];
    case 'pending':
      if (isAnother(word.amount, get)) return people(about);
      return pending(about, word.waitsFor);
    case 'credited':
      if (isAnother(word.amount, get) || money === 'back') return people(about);
      if (money === 'held') return ['send', 'deliver'];
      // Told before people began to look at it, it is nothing new that could end that.
      return about.isDelivered ? [] : ['deliver'];
    case 'rejected':
      if (money === 'held') return ['reject'];
      // The correspondent took the message and then said no to the payment: it never left our account there.
      if (state === 'sent') return ['return'];
      // It was further already: what is refused on the way comes back, or nobody may guess where it is.
      return state === 'returned' || state === 'rejected' ? [] : people(about);
    case 'returned':
      if (isAnother(word.amount, get) || money === 'back') return people(about);
      return money === 'held' ? ['send', 'return'] : ['return'];
    case 'recall_accepted':
    case 'recall_refused':
      // What is back already has its own story: an answer to the question comes too late to be told.
      if (money !== 'out') return [];
      return about.recall === 'made' || about.recall === 'asked' ? [word.kind] : [];
  }
}

const isAnother = (told: Money | null, get: Money): boolean => told !== null && !isEqual(told, get);

/** It got as far as the bank of the account; older news than what is known changes nothing. */
function pending({ state, money, reason }: About, waitsFor: 'credit' | 'documents'): readonly Move[] {
  if (money === 'held') return ['send', 'advance'];
  const isOpen = state === 'sent' || state === 'with_correspondent' || state === 'unconfirmed';
  const isKnown = state === 'with_correspondent' && reason === reasonOfPending(waitsFor);
  return isOpen && !isKnown ? ['advance'] : [];
}

/** Two books do not agree: people compare them, once. */
const people = ({ state }: Pick<About, 'state'>): readonly Move[] => {
  if (state === 'conflict') return [];
  return state === 'delivered' || state === 'returned' || state === 'rejected'
    ? ['contradict']
    : ['mismatch'];
};

type BackReason = Refusal<
  | 'cross_border_account_wrong'
  | 'cross_border_account_closed'
  | 'cross_border_account_blocked'
  | 'cross_border_name_differs'
  | 'cross_border_regulatory'
  | 'cross_border_recalled'
  | 'cross_border_refused'
>;
/** Source: ISO 20022 external status and return reason codes. */
const REASON_OF: Readonly<Record<string, BackReason['code']>> = {
  AC01: 'cross_border_account_wrong',
  AC02: 'cross_border_account_wrong',
  AC03: 'cross_border_account_wrong',
  RC01: 'cross_border_account_wrong',
  RC04: 'cross_border_account_wrong',
  BE01: 'cross_border_name_differs',
  BE22: 'cross_border_name_differs',
  AC04: 'cross_border_account_closed',
  AC07: 'cross_border_account_closed',
  MD07: 'cross_border_account_closed',
  AC06: 'cross_border_account_blocked',
  AC14: 'cross_border_account_blocked',
  AG01: 'cross_border_account_blocked',
  RR01: 'cross_border_regulatory',
  RR02: 'cross_border_regulatory',
  RR03: 'cross_border_regulatory',
  RR04: 'cross_border_regulatory',
  FOCR: 'cross_border_recalled',
};
/** Letters of a bank's code that are told; a code of the standard has four. */
const CODE_MAX = 35;

/** Why a bank did not pay, in words of ours; its own code stands beside them. */
export function refusalOfBank(bankCode: string, total: Money): BackReason {
  const said = bankCode.slice(0, CODE_MAX) || '–';
  return { code: REASON_OF[said.toUpperCase()] ?? 'cross_border_refused', bankCode: said, total };
}
