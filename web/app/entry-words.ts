import type { z } from 'zod';
import type { LineKind, OperationState } from '#common/api/entry-kinds';
import type { entrySchema, entrySummarySchema } from '#common/api/wallet';
import * as m from '#messages';
import type { AmountTone } from '#ui/Amount.tsx';
import type { PillStatus } from '#ui/Pill.tsx';

export type EntrySummary = z.output<typeof entrySummarySchema>;
export type EntryDetail = z.output<typeof entrySchema>;

/** The pill of a state; null for what is simply done, which needs none in a list. */
export const PILL_OF: Record<OperationState, PillStatus | null> = {
  created: 'checking',
  awaiting_challenge: 'your_turn',
  checking: 'checking',
  conflict: 'checking',
  settled: null,
  failed: 'failed',
  expired: 'expired',
  charged_back: 'returned',
  completed: null,
  in_review: 'checking',
  awaiting_pickup: 'held',
  refunding: 'checking',
  refunded: 'returned',
  cancelled: 'cancelled',
  recovered: null,
  owed: 'your_turn',
  collected: null,
  on_hold: 'held',
  given_back: null,
  let_go: 'cancelled',
  requested: 'arriving',
  in_batch: 'arriving',
  sent: 'arriving',
  accepted: 'arriving',
  processing: 'arriving',
  with_correspondent: 'arriving',
  unconfirmed: 'checking',
  delivered: null,
  paid: null,
  returned: 'returned',
  rejected: 'failed',
  put_aside: 'held',
  sending_back: 'checking',
  sent_back: 'returned',
};

/** What the entry is called in a list and at the top of its page. */
export function entryTitle({ kind, direction, counterparty, amount, received }: EntrySummary): string {
  switch (kind) {
    case 'top_up':
      return counterparty.kind === 'ewallet' ? m.ewallet_entry() : m.customer_entry_top_up();
    case 'transfer':
      return direction === 'in'
        ? m.customer_entry_from({ name: counterparty.name })
        : m.customer_entry_to({ name: counterparty.name });
    case 'chargeback':
      return m.customer_entry_chargeback();
    case 'recall':
      return direction === 'in' ? m.petition_entry_recall_in() : m.petition_entry_recall_out();
    case 'exchange':
      return m.exchange_entry({ from: amount.currency, to: received?.currency ?? '' });
    case 'withdrawal':
      return m.withdrawal_entry();
    case 'cross_border':
      return m.abroad_entry({ name: counterparty.name });
    case 'bank_top_up':
      return m.transfer_in_entry();
  }
}

/** The entry within a sentence: 这笔充值, this payment. */
export function entryNoun({ kind, direction }: EntrySummary): string {
  switch (kind) {
    case 'top_up':
      return m.customer_noun_top_up();
    case 'transfer':
      return direction === 'in' ? m.customer_noun_receipt_of_money() : m.customer_noun_payment();
    case 'chargeback':
      return m.customer_noun_chargeback();
    case 'recall':
      return m.petition_noun_recall();
    case 'exchange':
      return m.exchange_noun();
    case 'withdrawal':
      return m.withdrawal_noun();
    case 'cross_border':
      return m.abroad_noun();
    case 'bank_top_up':
      return m.transfer_in_noun();
  }
}

/** The other party with what tells it apart; a card that nobody has named yet is a card. */
export function partyText({ direction, counterparty: { name, detail, kind } }: EntrySummary): string {
  const called =
    name !== ''
      ? name
      : kind === 'card'
        ? m.customer_card()
        : kind === 'bank_account'
          ? direction === 'in'
            ? m.transfer_in_party()
            : m.withdrawal_party()
          : name;
  return detail === null ? called : `${called} · ${detail}`;
}

/** It was asked for and did not happen; what was charged back did happen first. */
export const didNotHappen = ({ family, state }: EntrySummary): boolean =>
  state === 'expired' ||
  state === 'cancelled' ||
  state === 'refunding' ||
  state === 'refunded' ||
  state === 'let_go' ||
  state === 'sending_back' ||
  state === 'sent_back' ||
  (family === 'failed' && state !== 'charged_back');

const VOID: readonly OperationState[] = [
  'expired',
  'cancelled',
  'let_go',
  'refunding',
  'refunded',
  'sending_back',
  'sent_back',
];
/** Amounts that did not happen are struck through; money in is green; money out is ink. */
export function toneOf({ family, direction, state }: EntrySummary): AmountTone | undefined {
  if (family === 'failed' || VOID.includes(state)) return 'void';
  if (family === 'held') return 'held';
  if (family === 'waiting') return 'pending';
  return direction === 'in' ? 'in' : undefined;
}

/** Lines that say when the money can be spent: true only of money that is in the balance. */
const SPENDING_LINES: readonly LineKind[] = ['spendable_at_once', 'delayed'];

/** The lines that are true of the entry as it stands: what did not happen has a price that nobody paid. */
export function linesOf(entry: EntryDetail): EntryDetail['lines'] {
  if (didNotHappen(entry)) return entry.lines.filter(({ kind }) => kind === 'amount');
  return entry.state === 'settled'
    ? entry.lines
    : entry.lines.filter(({ kind }) => !SPENDING_LINES.includes(kind));
}

/** Family of a state, in a word: for filters. */
export const FAMILY_WORDS = {
  done: () => m.customer_family_done(),
  waiting: () => m.customer_family_waiting(),
  held: () => m.customer_family_held(),
  failed: () => m.customer_family_failed(),
  neutral: () => m.customer_family_neutral(),
} as const;
