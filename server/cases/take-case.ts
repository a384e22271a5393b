import type { CaseId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { Temporal, type Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { nextState, type Case } from './case.ts';
import type { Author } from './message.ts';
import { moveCase } from './move.ts';
import { isOver, join } from './post-message.ts';
import * as store from './store.ts';

type Taking = {
  readonly caseId: CaseId;
  readonly by: Extract<Author, { kind: 'staff' }>;
  /** A supervisor may take what a colleague looks after. */
  readonly maySupersede: boolean;
};
export type TakeRefusal = Refusal<'not_found' | 'case_closed' | 'case_changed_meanwhile'>;

/** An agent takes a case. Of two that want it at once one gets it; taking one's own again changes nothing. */
export async function takeCase(
  tx: Tx,
  clock: Clock,
  { caseId, by, maySupersede }: Taking,
): Promise<Result<Case, TakeRefusal>> {
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  if (isOver(it, clock.now())) return err({ code: 'case_closed' });
  const isMine = it.assignee?.id === by.id;
  const isFree =
    it.assignee === null || isMine || (maySupersede && isSettled(it, clock.now())) || wasLetDown(it);
  if (!isFree || nextState(it.state, 'take') === null) return err({ code: 'case_changed_meanwhile' });

  if (!isMine) await join(tx, clock, it, by);
  if (it.state !== nextState(it.state, 'take')) await moveCase(tx, clock, it, 'take');
  const taken = await store.findCase(tx, caseId);
  invariant(taken !== null, `case ${caseId} was locked`);
  return ok(taken);
}

/**
 * Seconds for which nobody supersedes whoever has just taken a case: two supervisors that press at once would otherwise both
 * believe that they have it.
 */
const SETTLE_SECONDS = 60;
const isSettled = ({ assignee }: Case, now: Temporal.Instant): boolean =>
  assignee !== null && Temporal.Instant.compare(now, assignee.since.add({ seconds: SETTLE_SECONDS })) >= 0;

/** Whoever took it has missed the promise since: somebody else may step in. */
const wasLetDown = ({ assignee, escalatedAt }: Case): boolean =>
  assignee !== null && escalatedAt !== null && Temporal.Instant.compare(escalatedAt, assignee.since) > 0;
