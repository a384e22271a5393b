import type { z } from 'zod';
import type { entrySchema, entrySummarySchema, OperationState } from '#common/api/wallet';
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
  recovered: null,
  owed: 'your_turn',
  collected: null,
};

/** What the entry is called in a list and at the top of its page. */
export function entryTitle({ kind, direction, counterparty }: EntrySummary): string {
  switch (kind) {
    case 'top_up': return m.customer_entry_top_up();
    case 'transfer': return direction === 'in' ? m.customer_entry_from({ name: counterparty.name }) : m.customer_entry_to({ name: counterparty.name });
    case 'chargeback': return m.customer_entry_chargeback();
  }
}

/** Amounts that did not happen are struck through; money in is green; money out is ink. */
export function toneOf({ family, direction, state }: EntrySummary): AmountTone | undefined {
  if (family === 'failed' || state === 'expired') return 'void';
  if (family === 'held') return 'held';
  if (family === 'waiting') return 'pending';
  return direction === 'in' ? 'in' : undefined;
}

/** Family of a state, in a word: for filters. */
export const FAMILY_WORDS = {
  done: () => m.customer_family_done(),
  waiting: () => m.customer_family_waiting(),
  held: () => m.customer_family_held(),
  failed: () => m.customer_family_failed(),
  neutral: () => m.customer_family_neutral(),
} as const;
