import type { OperationKind } from '#common/api/entry-kinds';
import type { z } from 'zod';
import type { explanationSchema } from '#common/api/support';
import type { Locale } from '#common/locale';
import { renderReason, type ReasonText } from '#common/reason-text';
import { REMEDY_SCREENS, type RemedyKind } from '#common/reasons';
import type { Entry } from '#operations';
import type { HelpCentre } from '../help/help-centre.ts';
import { articlesFor } from './articles-for.ts';

export type Explanation = z.input<typeof explanationSchema>;
export type Reading = { readonly locale: Locale; readonly timeZone: string; readonly now: string };

/** Answers beside an explanation: enough to choose from, few enough to read. */
const ARTICLES_MAX = 4;

/**
 * Why an entry is as it is, from its real state: the reason in the words that stand everywhere else, the buttons that fix it, and
 * the answers that fit. A talk to a person is always among the buttons.
 */
export function explain(help: HelpCentre, entry: Entry | null, reading: Reading): Explanation {
  const text = entry ? reasonText(entry, reading) : null;
  const code = entry?.reason?.code ?? null;
  const articles = help.pick(articlesFor(entry && { kind: entry.kind, reason: code }), reading.locale);
  return {
    entry,
    reason: text &&
      code && { code, title: text.title, happened: text.happened, money: text.money, next: text.next },
    actions: entry ? actionsFor(entry) : [],
    articles: articles.slice(0, ARTICLES_MAX).map(({ slug, title, excerpt }) => ({ slug, title, excerpt })),
  };
}

/** The sentences of an entry's reason; null for one that needs none. */
export function reasonText(entry: Entry, { locale, timeZone, now }: Reading): ReasonText | null {
  return entry.reason ? renderReason(entry.reason, locale, { timeZone, now, entryId: entry.id }) : null;
}

/** What a customer was told, as it goes into a conversation. */
export const spoken = ({ happened, money, next }: ReasonText): string => [happened, money, next].join('\n');

function actionsFor(entry: Entry): Explanation['actions'] {
  const kinds = new Set<RemedyKind>([...(entry.reason?.remedies ?? []), 'open_case']);
  return [...kinds].map((kind) => ({ kind, href: hrefFor(kind, entry) }));
}

/** Where the same thing is begun again; what was taken back is settled by topping up. */
const FORM_OF: Record<OperationKind, string> = {
  top_up: '/top-up',
  transfer: '/pay',
  exchange: '/exchange',
  withdrawal: '/withdraw',
  cross_border: '/abroad',
  bank_top_up: '/top-up/bank',
  chargeback: '/top-up',
  recall: '/top-up',
};

/** Where a button of this entry leads: what a screen does on its own elsewhere begins at the entry's page or its form here. */
function hrefFor(kind: RemedyKind, entry: Entry): string | null {
  const { id, kind: operation, challengeUrl } = entry;
  const form = entry.counterparty.kind === 'ewallet' ? '/top-up/ewallet' : FORM_OF[operation];
  switch (kind) {
    case 'open_case':
      return `/help-me?entry=${encodeURIComponent(id)}`;
    case 'finish_challenge':
    case 'approve_in_ewallet':
      return challengeUrl;
    case 'retry':
    case 'change_amount':
    case 'new_quote':
    case 'use_other_card':
      return form;
    case 'wait':
    case 'check_again':
    case 'reload':
      return `/entry/${encodeURIComponent(id)}`;
    default:
      return REMEDY_SCREENS[kind];
  }
}
