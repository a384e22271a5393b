import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db, Reader } from '#platform/db';
import type { Logger } from '#platform/log';
import type { Subject } from './score.ts';

/** Who the customers are is known above this room, so it is handed in. */
export type ScreeningDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  /** The operator’s folder; null where none was named. */
  readonly lists: string | null;
  readonly subjectsOf: (
    read: Reader,
    ids: readonly CustomerId[],
  ) => Promise<ReadonlyMap<CustomerId, Subject>>;
  /** Customers in the order of their ids, from after one. */
  readonly customersAfter: (read: Reader, after: string, limit: number) => Promise<CustomerId[]>;
};
