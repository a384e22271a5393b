import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CaseId } from '#common/id';
import { unreachable } from '#common/result';
import { Temporal, type Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { publish } from '#platform/outbox';
import type { Case } from './case.ts';
import type { Facts } from './message.ts';
import { DUE_JOB, moveCase, watch } from './move.ts';
import { hintAt } from './news.ts';
import { say, systemDraft } from './post-message.ts';
import * as store from './store.ts';

const duePayload = z.object({ caseId: idSchema('case') });

export function defineDeadlines({ db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  defineJob(DUE_JOB, duePayload, ({ caseId }) => db.transaction((tx) => meetDeadline(tx, clock, caseId)));
}

/** What a due time means depends on how the case stands by now; a timer that came too early is set again. */
export async function meetDeadline(tx: Tx, clock: Clock, caseId: CaseId): Promise<void> {
  const it = await store.lockCase(tx, caseId);
  if (!it || it.dueAt === null) return;
  if (Temporal.Instant.compare(clock.now(), it.dueAt) < 0) return watch(tx, it.id, it.dueAt);
  switch (it.nextActor) {
    case 'okpay':
      return it.escalatedAt === null ? escalate(tx, clock, it) : undefined;
    case 'customer':
      return resolveBySilence(tx, clock, it);
    case 'nobody':
      return close(tx, clock, it);
    default:
      return unreachable(it.nextActor);
  }
}

/** We broke our word: staff see it first in the queue, and whoever wants may step in. */
async function escalate(tx: Tx, clock: Clock, it: Case): Promise<void> {
  await store.saveEscalation(tx, it.id, clock.now());
  const facts: Facts = it.dueAt ? { dueAt: it.dueAt.toString() } : {};
  await say(tx, clock, it, { ...systemDraft('escalated', 'staff'), facts });
  await publish(tx, clock, {
    type: 'case.escalated',
    caseId: it.id,
    customerId: it.customer,
    kind: it.kind,
  });
  await hintAt(tx, it, 'everyone');
}

/** Nothing came back for so long that nothing seems to be open. Writing opens it again. */
async function resolveBySilence(tx: Tx, clock: Clock, it: Case): Promise<void> {
  await say(tx, clock, it, { ...systemDraft('resolved'), facts: { by: 'silence' } });
  await moveCase(tx, clock, it, 'resolve');
}

async function close(tx: Tx, clock: Clock, it: Case): Promise<void> {
  await say(tx, clock, it, systemDraft('closed'));
  await moveCase(tx, clock, it, 'close');
}
