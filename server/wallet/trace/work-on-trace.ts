import type { TraceAnswer } from '#common/api/trace';
import type { CaseId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { resolveByDeed } from '#cases';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { closeQuestions } from './move-question.ts';
import { noteQuestion } from './note-question.ts';
import * as store from './store.ts';
import { answersIn, isWithBank, nextState, type Trace } from './trace.ts';

type WorkRefusal = Refusal<'not_found' | 'case_changed_meanwhile'>;
const CHANGED = { code: 'case_changed_meanwhile' } as const;

type Question = {
  readonly caseId: CaseId;
  /** Where it is, or to give it back. */
  readonly kind: 'status' | 'recall';
  readonly reference: string;
  readonly by: StaffId;
};

/** The bank was asked by hand. The customer is told, with the reference of the question; the promise of the case runs on. */
export async function askAboutTrace(
  tx: Tx,
  clock: Clock,
  { caseId, kind, reference, by }: Question,
): Promise<Result<Trace, WorkRefusal>> {
  const trace = await store.lockTrace(tx, caseId);
  if (!trace) return err({ code: 'not_found' });
  const state = isWithBank(trace) ? nextState(trace.state, kind === 'status' ? 'ask' : 'recall') : null;
  if (state === null) return err(CHANGED);
  return ok(await noteQuestion(tx, clock, trace, { kind, state, reference, by }));
}

type Answer = { readonly caseId: CaseId; readonly answer: TraceAnswer; readonly by: StaffId };

/** It was found. The case ends with what was found. */
export async function answerTrace(
  tx: Tx,
  clock: Clock,
  { caseId, answer, by }: Answer,
): Promise<Result<Trace, WorkRefusal>> {
  const trace = await store.lockTrace(tx, caseId);
  if (!trace) return err({ code: 'not_found' });
  if (!answersIn(trace).includes(answer)) return err(CHANGED);
  const at = clock.now();
  await closeQuestions(tx, caseId);
  await store.saveAnswer(tx, { caseId, answer, by, at });
  const resolved = await resolveByDeed(tx, clock, caseId, { by: 'traced', answer });
  invariant(resolved.ok, `case ${caseId} waits for its answer`);
  return ok({ ...trace, state: 'answered', answer, answeredAt: at });
}
