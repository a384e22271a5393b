import type { DataSource } from '#platform/data-export';
import { allLooksAt } from './access-log.ts';

/** Looks handed out, the newest first. */
const LOOKS_MAX = 10_000;

/** Who of the staff looked at a customer, as the customer may know it. */
export const looksData: DataSource = async (read, customer) => [
  {
    name: 'looks',
    rows: (await allLooksAt(read, customer, LOOKS_MAX)).map(({ at, staffName, what, caseId }) => ({
      at,
      by: staffName,
      what,
      reference: caseId,
    })),
  },
];
