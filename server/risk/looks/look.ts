import type { CustomerId, StaffId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import * as store from './store.ts';

/** From where staff for risk and for finance sees people. Kept for us: which of them it was can be what the law forbids to tell. */
export type LookDesk =
  | 'restrictions'
  | 'reviews'
  | 'rules'
  | 'screening'
  | 'petitions'
  | 'claims'
  | 'traces'
  | 'suspense';

/** Minutes in which one colleague's looks at one person from one desk are one: a queue that stands open asks for its rows again and again. */
const ONE_LOOK_MINUTES = 60;

/** Puts on record that a colleague for risk sees these people. */
export function recordLooks(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  look: { staff: StaffId; customers: readonly CustomerId[]; desk: LookDesk; reason?: string },
): Promise<void> {
  const at = clock.now();
  if (look.customers.length === 0) return Promise.resolve();
  return store.insertLooks(
    db.read,
    { reason: look.desk, ...look },
    { at, since: at.subtract({ minutes: ONE_LOOK_MINUTES }) },
  );
}
