import type { CaseId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { sql, type Tx } from '#platform/db';

/** When whoever acts next must have acted, without the case standing elsewhere. */
export async function saveDueAt(tx: Tx, id: CaseId, at: Temporal.Instant): Promise<void> {
  await sql`
    update cases."case" set due_at = ${at.toString()}, updated_at = ${at.toString()} where id = ${id}`.execute(
    tx,
  );
}
