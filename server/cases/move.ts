import { invariant } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule, unschedule } from '#platform/timers';
import { nextState, standingIn, type Case, type CaseEvent } from './case.ts';
import { tellChanged } from './news.ts';
import { businessCalendar } from './business-hours-store.ts';
import * as store from './store.ts';

/** Fired when a case's due time has come. */
export const DUE_JOB = 'cases.due';
const timerKey = (id: Case['id']): string => `case:${id}`;

/** Sets the one timer of a case to its due time: what happens then is decided by how the case stands by then. */
export async function watch(tx: Tx, id: Case['id'], dueAt: Temporal.Instant | null): Promise<void> {
  if (dueAt === null) await unschedule(tx, timerKey(id));
  else await schedule(tx, { at: dueAt, job: DUE_JOB, payload: { caseId: id }, key: timerKey(id) });
}

/**
 * Moves a locked case by an event: state, who acts next, by when, and the timer. A promise that still runs is not made longer by
 * taking the case or by a second message. Throws when the table does not list the move: the caller has asked before.
 */
export async function moveCase(tx: Tx, clock: Clock, it: Case, event: CaseEvent): Promise<void> {
  const to = nextState(it.state, event);
  invariant(to !== null, `case ${it.id} in ${it.state} takes ${event}`);
  const now = clock.now();
  // What is over waits for no decision any more.
  const awaitsDecision = it.awaitsDecision && to !== 'resolved' && to !== 'closed';
  const calendar = await businessCalendar(tx);
  const fresh = standingIn(to, { kind: it.kind, awaitsDecision }, { now, calendar });
  const goesOn = it.nextActor === 'okpay' && fresh.nextActor === 'okpay';
  const standing = goesOn ? { ...fresh, dueAt: it.dueAt } : fresh;
  const saved = await store.saveState(tx, it.id, it.state, {
    ...standing,
    awaitsDecision,
    escalatedAt: goesOn ? it.escalatedAt : null,
    waitingSince: fresh.nextActor !== 'okpay' ? null : (it.waitingSince ?? now),
    resolvedAt: to === 'resolved' ? now : to === 'closed' ? it.resolvedAt : null,
    closedAt: to === 'closed' ? now : null,
    updatedAt: now,
  });
  invariant(saved, `case ${it.id} was locked in ${it.state}`);
  if (!goesOn) await watch(tx, it.id, standing.dueAt);
  if (to !== it.state) await tellChanged(tx, clock, it, to);
}
