import type { TimelineKind } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import type { WireFact } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { Step } from '../record/operation.ts';

export type TimelineRow = {
  readonly at: Temporal.Instant;
  readonly kind: TimelineKind;
  readonly tone: Step['tone'];
  readonly actor: Step['actor']['kind'];
  readonly actorCustomer: CustomerId | null;
  readonly facts: Record<string, WireFact>;
};

/** The whole story, newest first. */
export async function timelineOf(read: Reader, id: OperationId): Promise<TimelineRow[]> {
  const { rows } = await sql<TimelineRow>`
    select at, kind, tone, actor, actor_customer_id as "actorCustomer", facts
      from operations.timeline where operation_id = ${id} order by seq desc`.execute(read);
  return rows;
}
