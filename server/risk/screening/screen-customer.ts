import type { CustomerId, RestrictionId } from '#common/id';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { restrict } from '../restrictions/restrict.ts';
import { restrictionsInForce } from '../restrictions/store.ts';
import { decideScreening } from './decide.ts';
import type { ScreeningDeps } from './deps.ts';
import { thresholdAt } from './list-store.ts';
import type { Hit } from './match.ts';
import type { Subject } from './score.ts';
import * as store from './store.ts';
import { type WatchList, watchList } from './watch-list.ts';

export const SCREENING = 'rule:screening';
/** What a hit does: nothing leaves, what arrives is kept, and nobody is told why. */
const HOLD = { kind: 'legal_hold', reason: 'sanctions_review', by: SCREENING } as const;

/** Whoever of the listed is like this name: for names that are no customer’s, such as a payee’s elsewhere. */
export async function screenName(read: Reader, clock: Clock, subject: Subject): Promise<Hit[]> {
  const watch = await watchList(read);
  return watch.find(subject, await thresholdAt(read, clock.now()));
}

/** Screens one customer as known now. How many somebody must look at anew. */
export async function screenCustomer(deps: ScreeningDeps, customer: CustomerId): Promise<number> {
  const watch = await watchList(deps.db.read);
  return deps.db.transaction(async (tx) => {
    const threshold = await thresholdAt(tx, deps.clock.now());
    return screenAll(tx, deps, [customer], { watch, threshold });
  });
}

type Against = { readonly watch: WatchList; readonly threshold: number };

/** The same for several, in the caller’s transaction. */
export async function screenAll(
  tx: Tx,
  { clock, subjectsOf }: Pick<ScreeningDeps, 'clock' | 'subjectsOf'>,
  customers: readonly CustomerId[],
  { watch, threshold }: Against,
): Promise<number> {
  let found = 0;
  const subjects = await subjectsOf(tx, customers);
  for (const [customer, subject] of subjects) {
    const hits = watch.find(subject, threshold);
    found += await apply(tx, clock, { customer, subject }, hits);
  }
  return found;
}

async function apply(
  tx: Tx,
  clock: Clock,
  { customer, subject }: { customer: CustomerId; subject: Subject },
  hits: readonly Hit[],
): Promise<number> {
  if (hits.length > 0) await store.lockCustomer(tx, customer);
  const known = await store.matchesOf(tx, customer);
  const { open, replaced, faded } = decideScreening(subject, hits, known);
  for (const { id } of replaced)
    await store.saveState(tx, id, 'open', { to: 'gone', at: clock.now(), proposal: null });
  for (const { id } of faded) await store.markFaded(tx, id, clock.now());
  if (open.length === 0) return 0;
  const restriction = await hold(tx, clock, customer);
  for (const hit of open)
    await store.insertMatch(tx, {
      ...hit,
      id: newId('scr'),
      customer,
      subject,
      state: 'open',
      restriction,
      openedAt: clock.now(),
      decidedAt: null,
      proposal: null,
      fadedAt: null,
    });
  return open.length;
}

/** One hold for all that is found about a customer. */
async function hold(tx: Tx, clock: Clock, customer: CustomerId): Promise<RestrictionId> {
  const held = await restrict(tx, clock, { customer, ...HOLD });
  if (held.ok) return held.value.id;
  const standing = await restrictionsInForce(tx, customer);
  const found = standing.find(({ kind, reason }) => kind === HOLD.kind && reason === HOLD.reason);
  invariant(found !== undefined, `${customer} is held back: ${held.error.code}`);
  return found.id;
}
