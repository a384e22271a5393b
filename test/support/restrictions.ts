import type { CustomerId, RestrictionId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import {
  type Capability,
  decideLifting,
  openProposals,
  LIFT_RESTRICTION,
  proposeLifting,
  restrict,
} from '#risk';

/** Staff blocks one capability, in the caller's transaction. */
export async function limited(
  tx: Tx,
  clock: Clock,
  { customer, capability }: { customer: CustomerId; capability: Capability },
): Promise<RestrictionId> {
  const done = await restrict(tx, clock, {
    customer,
    kind: 'limited',
    reason: 'unusual_payments',
    capabilities: [capability],
    by: newId('stf'),
  });
  if (!done.ok) throw new Error(done.error.code);
  return done.value.id;
}

/** One of the staff proposes to lift it, another one does. */
export async function unlimited({ db, clock }: { db: Db; clock: Clock }, id: RestrictionId): Promise<void> {
  await db.transaction((tx) =>
    proposeLifting(tx, clock, { id, ground: 'explained', note: 'test', by: newId('stf') }),
  );
  const open = await openProposals(db.read, clock, LIFT_RESTRICTION, { limit: 1000 });
  const proposal = open.find(({ subject }) => subject === id);
  if (!proposal) throw new Error(`nobody proposed to lift ${id}`);
  const lifted = await db.transaction((tx) =>
    decideLifting(tx, clock, { id: proposal.id, by: newId('stf'), decision: 'approve', note: null }),
  );
  if (!lifted.ok) throw new Error(lifted.error.code);
}
