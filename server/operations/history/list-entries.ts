import type { z } from 'zod';
import type { entrySummarySchema } from '#common/api/wallet';
import type { CustomerId } from '#common/id';
import { toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import { cursorOf, parseCursor } from './cursor.ts';
import { type EntryFilters, type EntryRow, pageOfEntries } from './store.ts';

export type EntrySummary = z.output<typeof entrySummarySchema>;
export type EntryPage = { items: EntrySummary[]; next: string | null };

export const summaryOf = (row: EntryRow): EntrySummary => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  family: row.family,
  direction: row.direction,
  amount: toWire(row.amount),
  fee: toWire(row.fee),
  received: row.received && toWire(row.received),
  counterparty: { ...row.counterparty },
  note: row.note,
  createdAt: textOf(row.createdAt),
  updatedAt: textOf(row.updatedAt),
});

/**
 * One page of a customer's history, newest first. The cursor names the last entry shown, so entries that arrive meanwhile
 * neither repeat nor hide any that are still to come.
 */
export async function listEntries(
  read: Reader,
  customer: CustomerId,
  filters: EntryFilters,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Result<EntryPage, Refusal<'malformed_request'>>> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  if (cursor !== undefined && after === null) return err({ code: 'malformed_request' });
  const rows = await pageOfEntries(read, customer, filters, { after, limit: limit + 1 }); // One more tells whether there is a next page.
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return ok({ items: shown.map(summaryOf), next: rows.length > limit && last ? cursorOf(last) : null });
}
