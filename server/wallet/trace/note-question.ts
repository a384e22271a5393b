import type { QuestionKind, TraceState } from '#common/api/trace';
import type { StaffId } from '#common/id';
import { tellStep } from '#cases';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import * as store from './store.ts';
import type { Trace } from './trace.ts';

type Asked = {
  readonly kind: QuestionKind;
  readonly state: TraceState;
  readonly reference: string;
  readonly by: StaffId;
};

/** A locked trace has a question more, by machine or by hand: it is kept, and the customer is told its reference. */
export async function noteQuestion(
  tx: Tx,
  clock: Clock,
  trace: Trace,
  { kind, state, reference, by }: Asked,
): Promise<Trace> {
  const now = clock.now();
  const asked = {
    ...trace,
    state,
    reference,
    askedAt: kind === 'status' ? now : trace.askedAt,
    recalledAt: kind === 'recall' ? now : trace.recalledAt,
  };
  await store.saveQuestion(tx, { ...asked, by });
  await tellStep(tx, clock, trace.caseId, { step: state, reference });
  return asked;
}
