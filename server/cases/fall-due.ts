import type { CaseId } from '#common/id';
import { Temporal, type Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { saveDueAt } from './due-store.ts';
import { watch } from './move.ts';
import * as store from './store.ts';

/** Nobody waits any longer for somebody outside: what we owe in this case is due now, and its own timer escalates it. What was due before stays so. */
export async function fallDue(tx: Tx, clock: Clock, caseId: CaseId): Promise<void> {
  const it = await store.lockCase(tx, caseId);
  const now = clock.now();
  if (it?.nextActor !== 'okpay' || it.dueAt === null || Temporal.Instant.compare(it.dueAt, now) <= 0) return;
  await saveDueAt(tx, it.id, now);
  await watch(tx, it.id, now);
}
