import type { DataRow } from '#common/data-part';
import { CSV_MARK, csvRecord } from '#platform/csv';

/** Rows as a table; a column for every name that any of them has. */
export function csvOf(rows: readonly DataRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const records = rows.map((row) => csvRecord(names.map((name) => row[name] ?? null)));
  return CSV_MARK + csvRecord(names) + records.join('');
}
