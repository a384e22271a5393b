import type { OkOf } from '#common/api/route';
import type { api } from '#common/api/index';
import { parseId } from '#common/id';
import type { ReviewDecision, ReviewGround } from '#common/payment-review';
import * as m from '#messages';
import { ruleName } from './rule-words.ts';
import { sourceWord } from './screening-words.ts';

export type PaymentReview = OkOf<typeof api.reviewQueue>['items'][number];

const GROUNDS: Record<ReviewGround, () => string> = {
  payer_confirmed: m.console_review_ground_payer_confirmed,
  known_pattern: m.console_review_ground_known_pattern,
  documents_seen: m.console_review_ground_documents_seen,
  payer_denied: m.console_review_ground_payer_denied,
  theft_likely: m.console_review_ground_theft_likely,
  no_answer: m.console_review_ground_no_answer,
};
export const reviewGroundWord = (ground: ReviewGround): string => GROUNDS[ground]();

export const reviewDecisionWord = (decision: ReviewDecision): string =>
  decision === 'release' ? m.console_review_release() : m.console_review_refuse();

/** Whom it goes to; a top-up stays with who made it, a withdrawal goes to an own account. */
export function goesTo({ id, payee }: PaymentReview): string {
  if (payee) return payee.name;
  if (parseId('xb', id)) return m.console_review_abroad();
  return parseId('wd', id) ? m.console_review_own_account() : m.console_review_own_balance();
}

/** What holds it: a list of names, the rules that matched by their names, or both. */
export const matchedWords = ({ rules, listed }: PaymentReview, locale: string): string =>
  new Intl.ListFormat(locale, { type: 'unit' }).format([
    ...(listed ? [m.console_review_listed()] : []),
    ...rules.map(({ id, name, by }) => ruleName({ id, name, by: { id: by, name: by } })),
  ]);

/** Each entry that the payee's name is like: list, number, name, programme, likeness. */
export const listedWords = ({ listed }: PaymentReview): string[] =>
  listed?.length === 0
    ? [m.console_review_listed_gone()]
    : (listed ?? []).map(({ source, ref, name, program, score }) =>
        m.console_review_listed_entry({ source: sourceWord(source), ref, name, program, score: `${score}` }),
      );
