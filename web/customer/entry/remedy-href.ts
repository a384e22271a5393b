import type { RemedyKind } from '#common/reasons';
import type { EntryDetail } from '#web/entry-words.ts';

/** Pages that the server draws; the router does not know them. */
export const isServerPage = (path: string): boolean =>
  /^\/(terms|privacy|fees|help|contact)(\/|$)/.test(path);

/** Where a remedy leads when it starts the same thing again: the form it came from, filled in. */
function againHref({ kind, amount, received, counterparty, note }: EntryDetail): string {
  if (kind === 'top_up')
    return counterparty.kind === 'ewallet'
      ? `/top-up/ewallet?amount=${amount.amount}&currency=${amount.currency}`
      : `/top-up?amount=${amount.amount}&currency=${amount.currency}`;
  if (kind === 'cross_border') return '/abroad';
  if (kind === 'withdrawal') return `/withdraw?amount=${amount.amount}&currency=${amount.currency}`;
  if (kind === 'exchange')
    return `/exchange?amount=${amount.amount}&from=${amount.currency}&to=${received?.currency ?? ''}`;
  const search = new URLSearchParams({
    amount: amount.amount,
    currency: amount.currency,
    ...(counterparty.detail?.startsWith('@') ? { to: counterparty.detail } : {}),
    ...(note ? { note } : {}),
  });
  return `/pay?${search}`;
}

/** A top-up of what is missing or owed, filled in. */
function topUpHref(kind: RemedyKind, { reason }: EntryDetail): string | null {
  const sum =
    kind === 'top_up' ? reason?.facts['missing'] : kind === 'settle_debt' ? reason?.facts['owed'] : undefined;
  return typeof sum === 'object' ? `/top-up?amount=${sum.amount}&currency=${sum.currency}` : null;
}

const AGAIN: readonly RemedyKind[] = [
  'retry',
  'change_amount',
  'use_other_card',
  'find_payee_again',
  'new_quote',
];

/** Where a remedy's button leads; `screen` is the page that the reason itself names. */
export function remedyHref(entry: EntryDetail, kind: RemedyKind, screen: string | null): string {
  if (AGAIN.includes(kind)) return againHref(entry);
  return topUpHref(kind, entry) ?? screen ?? '/help-me';
}
