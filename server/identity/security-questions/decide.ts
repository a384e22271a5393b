import { ANSWER_MAX, ANSWER_MIN, QUESTIONS_CHOSEN } from '#common/api/security-questions';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { QUESTION_TEXTS } from '#common/security-questions';
import { personalWords } from '../password/rules.ts';
import type { TypedAnswer } from './security-question.ts';

/** Two Chinese characters say as much as a word. */
const HAN_MIN = 2;
const startsWithHan = (text: string): boolean => /^\p{sc=Han}/u.test(text);

/** An answer as it is compared: how it was written, with which case, width or spaces, does not count after years. */
export const normalAnswer = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cc}\p{Cf}]/gu, '');

/**
 * Judges the answers that somebody wants to be asked for: each says something, is not a piece of its own question, nothing that is known of
 * the person, and not the same as another one. Answers them as they are compared.
 */
export function decideAnswers(
  typed: readonly TypedAnswer[],
  about: readonly string[],
): Result<TypedAnswer[], Refusal<'security_answer_not_usable'>> {
  const known = personalWords(about).map(normalAnswer);
  const answers = typed.map(({ question, answer }) => ({ question, answer: normalAnswer(answer) }));
  const bad = answers.findIndex(
    (each, place) =>
      !isUsable(each, known) || answers.slice(0, place).some(({ answer }) => answer === each.answer),
  );
  if (bad !== -1 || answers.length !== QUESTIONS_CHOSEN)
    return err({ code: 'security_answer_not_usable', place: bad + 1, min: ANSWER_MIN });
  return ok(answers);
}

function isUsable({ question, answer }: TypedAnswer, known: readonly string[]): boolean {
  const letters = [...answer];
  const texts = Object.values(QUESTION_TEXTS[question]).map(normalAnswer);
  return (
    isLongEnough(answer) &&
    letters.length <= ANSWER_MAX &&
    new Set(letters).size > 1 &&
    !texts.some((text) => text.includes(answer)) &&
    isLongEnough(known.reduce((rest, word) => rest.replaceAll(word, ''), answer))
  );
}

const isLongEnough = (answer: string): boolean =>
  [...answer].length >= (startsWithHan(answer) ? HAN_MIN : ANSWER_MIN);
