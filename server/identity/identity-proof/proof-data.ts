import type { DataRow } from '#common/data-part';
import type { CustomerId } from '#common/id';
import type { Reader } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { openAnswers } from './sealed.ts';
import { proofsOf } from './store.ts';

/** Everything that a customer wrote to prove who they are, and which files were sent; their pictures lie beside it. */
export async function proofRows(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  customer: CustomerId,
): Promise<DataRow[]> {
  const rows: DataRow[] = [];
  for (const { id, tier, state, submittedAt, validUntil } of await proofsOf(read, customer)) {
    const about = { reference: id, tier, state };
    const times = { since: submittedAt?.toString() ?? null, until: validUntil?.toString() ?? null };
    const answers = await openAnswers(read, deps, id);
    if (answers.length === 0) rows.push({ ...about, kind: null, text: null, ...times });
    for (const { item, value, file } of answers)
      rows.push({ ...about, kind: item, text: value ?? file?.id ?? null, ...times });
  }
  return rows;
}
