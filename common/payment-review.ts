/** What staff can decide about a held payment, and on which ground. */
export const REVIEW_DECISIONS = ['release', 'refuse'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];
export const GROUNDS_OF = {
  release: ['payer_confirmed', 'known_pattern', 'documents_seen'],
  refuse: ['payer_denied', 'theft_likely', 'no_answer'],
} as const satisfies Record<ReviewDecision, readonly string[]>;
export type ReviewGround = (typeof GROUNDS_OF)[ReviewDecision][number];
export const REVIEW_GROUNDS = Object.values(GROUNDS_OF).flat() as [ReviewGround, ...ReviewGround[]];
