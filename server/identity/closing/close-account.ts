import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { invariant } from '#common/result';
import type { Tx } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import { lockWallets, restrict } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { endProofs } from '../identity-proof/forget-proofs.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import type { Closing, ClosingId } from './closing.ts';
import { issueClosureRecord } from './closure-record.ts';
import { obstaclesOf } from './decide.ts';
import { gatherFacts } from './gather-facts.ts';
import * as store from './store.ts';

export const CLOSE_JOB = 'identity.close_account';
export const closeKey = (id: ClosingId): string => `close:${id}`;
const payload = z.object({ id: idSchema('clo') });
/** Hours until the next look, when something came up that stands in the way. */
const AGAIN_HOURS = 24;
const RULE = 'rule:closing';

type Deps = Pick<IdentityDeps, 'db' | 'clock' | 'signingKeys'>;

/** Accounts are closed by the clock. */
export function defineClosing(deps: Deps): void {
  defineJob(CLOSE_JOB, payload, ({ id }) => closeAccount(deps, id));
}

/**
 * Closes what was asked to be closed, once its time has come. What came up meanwhile (a chargeback, a hold of the law, a new case) is
 * asked once more; then its owner is told, and it is tried again every day. One that was taken back is left alone.
 */
export async function closeAccount(deps: Deps, id: ClosingId): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const closing = await store.lockClosing(tx, id);
    if (!closing || clock.now().epochMilliseconds < closing.closesAt.epochMilliseconds) return;
    const { customer } = closing;
    await lockWallets(tx, clock, customer);
    const obstacles = obstaclesOf(await gatherFacts(tx, customer));
    await (obstacles.length > 0 ? waitOn(tx, deps, closing) : finish(tx, deps, closing));
  });
}

async function waitOn(tx: Tx, { clock }: Deps, { id, customer, waitsSince }: Closing): Promise<void> {
  const now = clock.now();
  const at = now.add({ hours: AGAIN_HOURS });
  await schedule(tx, { at, job: CLOSE_JOB, payload: { id }, key: closeKey(id) });
  if (waitsSince !== null) return;
  await store.saveWaiting(tx, id, now);
  await publish(tx, clock, { type: 'customer.closing_waits', customerId: customer });
}

async function finish(tx: Tx, deps: Deps, closing: Closing): Promise<void> {
  const { clock } = deps;
  const { id, customer } = closing;
  const closedAt = clock.now();
  const record = await issueClosureRecord(tx, deps, closing, closedAt);
  invariant(await store.endClosing(tx, id, { state: 'closed', at: closedAt }), 'its row is locked');
  await store.insertRecord(tx, { customer, record, closedAt });
  const restricted = await restrict(tx, clock, {
    customer,
    kind: 'closed',
    reason: 'account_closed',
    by: RULE,
  });
  invariant(restricted.ok, 'an account is closed once');
  await endProofs(tx, clock, customer);
  await endOthers(tx, clock, customer, [], 'closed');
  await deletePendingOf(tx, customer);
  await store.forgetAccess(tx, customer, closedAt);
  await recordSecurityEvent(tx, clock, customer, 'account_closed', null);
  await publish(tx, clock, { type: 'customer.closed', customerId: customer });
}
