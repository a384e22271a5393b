import type { Reader } from '#platform/db';
import { brokenAudit } from './store.ts';

/** Laws that the record of the staff adds to those of the ledger. */
export const STAFF_LAW_COUNT = 1;

/** Rows of the record of the staff that were changed, or before which one was taken away, by whoever got past the application. */
export async function brokenStaffRecord(
  read: Reader,
): Promise<{ law: string; subject: string; found: string }[]> {
  return (await brokenAudit(read)).map((id) => ({
    law: 'R1 the record of the staff stands as it was written',
    subject: `entry ${id}`,
    found: 'was changed, or one before it was',
  }));
}
