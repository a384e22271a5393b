import type { SecurityQuestion } from '#common/api/security-questions';
import type { AttemptRule } from '../attempts/attempt.ts';

export type TypedAnswer = { readonly question: SecurityQuestion; readonly answer: string };

/** Whose answers a sealed hash is among: it opens for nobody else. */
export const securityAnswersOf = (customer: string): string => `security-answers:${customer}`;

/** What is hashed. The question stands in it, so that a hash fits no other question of the same person. */
export const hashedText = ({ question, answer }: TypedAnswer): string => `${question}\n${answer}`;

/**
 * Five times a day the answers of one account are looked at, from wherever: few words are an answer, so few are enough to guess. A right
 * answer gives no try back, or the next refusal would tell that it was right. (AUT-17)
 */
export const ANSWER_RULE: AttemptRule = { scope: 'security-answers', limit: 5, pauseMinutes: [24 * 60] };
