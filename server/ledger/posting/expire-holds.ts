import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { legId } from '../operation-ref.ts';
import { listDueHolds } from '../statements/store.ts';
import type { PostCommand, TransferUuid } from '../transfer.ts';
import { postIn } from '../fence/told.ts';

/**
 * Releases holds whose time has passed, at most `limit` in this transaction, and tells which. For a job that runs every minute
 * and after the clock was moved; a late run changes no outcome, since an overdue hold can no longer be captured. Two runs at once
 * do no harm: the release of a hold has one id, derived from the hold's.
 */
export async function expireDueHolds(
  tx: Tx,
  clock: Clock,
  { limit }: { limit: number },
): Promise<{ hold: TransferUuid; operationId: string }[]> {
  const due = await listDueHolds(tx, clock.now(), limit);
  const commands = due.map(({ id, operationId, code }): PostCommand => {
    return {
      operationId,
      legs: [{ kind: 'expire', id: legId(operationId, 'expire', id), hold: id, code }],
    };
  });
  const results = await postIn(tx, clock, commands);
  return due
    .filter((_, index) => results[index]?.ok && results[index].value.status === 'created')
    .map(({ id, operationId }) => ({ hold: id, operationId }));
}
