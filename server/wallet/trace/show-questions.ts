import type { z } from 'zod';
import type { bankQuestionSchema } from '#common/api/trace';
import type { CaseId } from '#common/id';
import type { Reader } from '#platform/db';
import * as questions from './question-store.ts';

export type WireQuestion = z.output<typeof bankQuestionSchema>;

/** What the machine asked about a trace, and what the bank says. */
export async function wireQuestions(read: Reader, caseId: CaseId): Promise<WireQuestion[]> {
  const asked = await questions.questionsOf(read, caseId);
  if (asked.length === 0) return [];
  const answers = await questions.answersOf(read, caseId);
  return asked.map(({ id, kind, state, messageId, ...it }) => ({
    kind,
    state,
    reference: messageId,
    madeAt: it.madeAt.toString(),
    askedAt: it.askedAt?.toString() ?? null,
    againAt: it.againAt?.toString() ?? null,
    givenUpAt: it.givenUpAt?.toString() ?? null,
    answers: answers
      .filter(({ question }) => question === id)
      .map(({ said, code, heardAt }) => ({ said, code: code === '' ? null : code, at: heardAt.toString() })),
  }));
}
