import type { WordCheck } from '#common/api/word-freeze';
import type { CaseId, RestrictionId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { sql, type Tx } from '#platform/db';

export type WordFreeze = {
  readonly restriction: RestrictionId;
  readonly caseId: CaseId;
  readonly staff: StaffId;
  readonly method: WordCheck;
  readonly note: string;
  readonly at: Temporal.Instant;
};

export async function insertWordFreeze(
  tx: Tx,
  { restriction, caseId, staff, method, note, at }: WordFreeze,
): Promise<void> {
  await sql`
    insert into support.word_freeze (restriction_id, case_id, staff_id, method, note, at)
    values (${restriction}, ${caseId}, ${staff}, ${method}, ${note}, ${at.toString()})`.execute(tx);
}
