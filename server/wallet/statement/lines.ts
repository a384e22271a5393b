import type { CustomerId, OperationId } from '#common/id';
import { type LineRange, linesOf } from '#ledger';
import { findEntryRows } from '#operations';
import type { Reader } from '#platform/db';
import { isMoving, type Moving } from './fold-range.ts';
import type { Line } from './statement.ts';

/** The ledger's lines with what their owner knows of each: who the other was, and the note. */
export async function withEntries(
  read: Reader,
  customer: CustomerId,
  lines: readonly Moving[],
): Promise<Line[]> {
  const ids = [...new Set(lines.map(({ operationId }) => operationId))] as OperationId[];
  const rows = ids.length === 0 ? [] : await findEntryRows(read, ids.map((id) => ({ customer, id }))); // prettier-ignore
  const entries = new Map<string, (typeof rows)[number]>(rows.map((row) => [row.id, row]));
  return lines.map(({ postedAt, code, effect, amount, balanceAfter, operationId }) => {
    const entry = entries.get(operationId);
    return {
      at: postedAt,
      kind: code,
      direction: effect,
      amount,
      balance: balanceAfter,
      reference: operationId,
      counterparty: entry?.counterparty ?? null,
      note: entry?.note ?? null,
    };
  });
}

/** All lines of a range, the oldest first, a page at a time. */
export async function* linesForFile(
  read: Reader,
  customer: CustomerId,
  range: LineRange,
): AsyncGenerator<readonly Line[]> {
  for await (const page of linesOf(read, range, 'oldest_first'))
    yield await withEntries(read, customer, page.filter(isMoving));
}
