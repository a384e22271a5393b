import type { WordCheck } from '#common/api/word-freeze';
import type { CaseId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { caseForStaff } from '#cases';
import { signOutEverywhere } from '#identity';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { restrict } from '#risk';
import { insertWordFreeze } from './store.ts';

type Freezing = {
  readonly caseId: CaseId;
  readonly staff: StaffId;
  readonly method: WordCheck;
  readonly note: string;
};

/**
 * Freezes an account because its owner says so in a conversation: at once, nothing leaves any more and everybody is signed out. Lifting
 * it is a request of the owner's that two others decide.
 */
export async function freezeOnWord(
  tx: Tx,
  clock: Clock,
  { caseId, staff, method, note }: Freezing,
): Promise<Result<void, Refusal<'not_found' | 'restriction_stands'>>> {
  const it = await caseForStaff(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  const frozen = await restrict(tx, clock, {
    customer: it.customer,
    kind: 'limited',
    reason: 'owner_told_us',
    capabilities: ['top_up', 'transfer', 'withdraw'],
    note,
    by: staff,
  });
  if (!frozen.ok) return err({ code: 'restriction_stands' });
  const at = clock.now();
  await insertWordFreeze(tx, { restriction: frozen.value.id, caseId, staff, method, note, at });
  await signOutEverywhere(tx, clock, it.customer);
  return ok(undefined);
}
