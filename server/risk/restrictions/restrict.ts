import { z } from 'zod';
import type { RestrictionReason } from '#common/api/restriction';
import { idSchema } from '#common/api/wire';
import type { CustomerId, ProposalId, RestrictionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { defineJob } from '#platform/jobs';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { coolDown } from '../capabilities/capabilities-of.ts';
import type { Capability } from '../capabilities/capability.ts';
import { blockedBy, type RestrictionKind } from '../capabilities/matrix.ts';
import { endPetitionsAbout } from '../petitions/end-petitions.ts';
import { lockWallets, setWalletFlags } from './follow-with-flags.ts';
import {
  ESCALATED_HOURS,
  type Imposer,
  type Lifter,
  liftsItself,
  type Restriction,
  RESTRICTION_REASONS,
  REVIEW_HOURS,
} from './restriction.ts';
import * as store from './store.ts';

export type ToImpose = {
  readonly customer: CustomerId;
  readonly kind: RestrictionKind;
  readonly reason: RestrictionReason;
  /** What a limitation blocks; the other kinds block what the matrix says. */
  readonly capabilities?: readonly Capability[];
  readonly note?: string;
  readonly by: Imposer;
  /** SHA-256 of the link by which its owner froze the account. */
  readonly linkHash?: Uint8Array;
};
export type ImposeRefusal = Refusal<'restriction_stands' | 'restriction_not_possible'>;

/** Nobody of us owes a decision about these. */
const DECIDED_BY_OWNERS: readonly RestrictionKind[] = ['self_frozen', 'closing', 'closed'];
/** Whoever closes an account is told of it by news of its own. */
const TOLD_ELSEWHERE: readonly RestrictionKind[] = ['closing', 'closed'];

const REVIEW_JOB = 'risk.review_due';
const reviewPayload = z.object({ id: idSchema('rst') });
const reviewKey = (id: RestrictionId): string => `review:${id}`;

/**
 * Restricts an account: reason, blocked capabilities and the ledger's flags in one transaction, under the locks of the customer's
 * wallets. After its commit no debit that it forbids commits, by whichever road it comes.
 */
export async function restrict(
  tx: Tx,
  clock: Clock,
  { customer, kind, reason, capabilities = [], note = '', by, linkHash }: ToImpose,
): Promise<Result<Restriction, ImposeRefusal>> {
  const { disclosure, kinds } = RESTRICTION_REASONS[reason];
  const blocked = blockedBy(kind, capabilities);
  if (!kinds.includes(kind) || blocked.length === 0) return err({ code: 'restriction_not_possible' });
  const wallets = await lockWallets(tx, clock, customer);
  const since = clock.now();
  const isOwners = DECIDED_BY_OWNERS.includes(kind) || liftsItself({ reason, imposedBy: by });
  const restriction: Restriction = {
    id: newId('rst'),
    customer,
    kind,
    blocked,
    reason,
    disclosure,
    note,
    imposedBy: by,
    since,
    dueAt: isOwners ? null : since.add({ hours: REVIEW_HOURS }),
    escalatedAt: null,
    liftedAt: null,
    liftedBy: null,
  };
  if (!(await store.insertRestriction(tx, restriction, linkHash ?? null)))
    return err({ code: 'restriction_stands' });
  // The ledger's record names the restriction, not why: fewer people may read that.
  await setWalletFlags(tx, clock, { customer, wallets }, { reason: restriction.id, actor: by });
  await watch(tx, restriction);
  await tell(tx, clock, 'account.restricted', restriction);
  return ok(restriction);
}

type Lifting = { readonly by: Lifter; readonly proposal: ProposalId | null };

/** Lifts it, in the same way. Whatever was lifted, payouts wait for a day: who could undo it may not be who should. */
export async function lift(
  tx: Tx,
  clock: Clock,
  id: RestrictionId,
  { by, proposal }: Lifting,
): Promise<Result<Restriction, Refusal<'restriction_over'>>> {
  const found = await store.findRestriction(tx, id);
  invariant(found !== null, `${id} is a restriction`);
  const { customer } = found;
  // A request to lift it asks for nothing any more. First, since whoever decides one holds its lock before those of the wallets.
  await endPetitionsAbout(tx, clock, id);
  const wallets = await lockWallets(tx, clock, customer);
  if (!(await store.endRestriction(tx, id, { by, proposal, at: clock.now() })))
    return err({ code: 'restriction_over' });
  await setWalletFlags(tx, clock, { customer, wallets }, { reason: id, actor: by });
  await coolDown(tx, clock, { customer, reason: 'unfrozen' });
  await unschedule(tx, reviewKey(id));
  await tell(tx, clock, 'account.restriction_lifted', found);
  return ok(found);
}

/** What must not be told is no news: no line in the message centre, no mail, nothing that a listener could count. */
async function tell(
  tx: Tx,
  clock: Clock,
  type: 'account.restricted' | 'account.restriction_lifted',
  { id, customer, kind, disclosure }: Restriction,
): Promise<void> {
  if (disclosure !== 'none' && !TOLD_ELSEWHERE.includes(kind))
    await publish(tx, clock, { type, customerId: customer, restrictionId: id });
}

async function watch(tx: Tx, { id, dueAt }: Pick<Restriction, 'id' | 'dueAt'>): Promise<void> {
  if (dueAt) await schedule(tx, { at: dueAt, job: REVIEW_JOB, payload: { id }, key: reviewKey(id) });
}

/** We have decided that it stands: nothing is owed any more. */
export async function settleReview(tx: Tx, id: RestrictionId): Promise<void> {
  await store.endReview(tx, id);
  await unschedule(tx, reviewKey(id));
}

/** A promise that was missed is written down by itself, and gets a new time: nobody has to remember it. */
export function defineReviews({ db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  defineJob(REVIEW_JOB, reviewPayload, ({ id }) =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const dueAt = now.add({ hours: ESCALATED_HOURS });
      if (await store.escalate(tx, id, { now, dueAt })) await watch(tx, { id, dueAt });
    }),
  );
}
