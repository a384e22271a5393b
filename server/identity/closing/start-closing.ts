import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { lift, lockWallets, restrict } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { CLOSE_JOB, closeKey } from './close-account.ts';
import { obstaclesOf } from './decide.ts';
import { gatherFacts } from './gather-facts.ts';
import * as store from './store.ts';

type Owner = { readonly id: CustomerId; readonly sessionId: SessionId };

/**
 * Begins to close the account: from now on no money comes in or goes out, and after the cooling time it is closed. What stands in
 * the way is asked under the locks of all wallets, so that no payment arrives between the answer and the restriction.
 */
export async function startClosing(
  { db, clock }: IdentityDeps,
  { id: customer, sessionId }: Owner,
  client: Client,
): Promise<Result<void, Refusal<'closing_blocked'>>> {
  return db.transaction(async (tx) => {
    await lockWallets(tx, clock, customer);
    if (await store.findOpenClosing(tx, customer)) return ok(undefined); // Pressed twice.
    const obstacles = obstaclesOf(await gatherFacts(tx, customer));
    if (obstacles.length > 0) return err({ code: 'closing_blocked' as const, count: obstacles.length });
    const restricted = await restrict(tx, clock, {
      customer,
      kind: 'closing',
      reason: 'owner_closes',
      by: customer,
    });
    invariant(restricted.ok, 'under the locks nothing of the kind stands');
    const requestedAt = clock.now();
    const days = await store.coolingDaysAt(tx, requestedAt);
    const closesAt = requestedAt.add({ hours: days * 24 });
    const id = newId('clo');
    const restriction = restricted.value.id;
    const closing = {
      id,
      customer,
      state: 'closing',
      restriction,
      requestedAt,
      closesAt,
      waitsSince: null,
    } as const;
    invariant(await store.insertClosing(tx, closing), 'an account is closed once');
    await schedule(tx, { at: closesAt, job: CLOSE_JOB, payload: { id }, key: closeKey(id) });
    await endOthers(tx, clock, customer, [sessionId], 'ended_by_owner');
    await deletePendingOf(tx, customer);
    await recordSecurityEvent(tx, clock, customer, 'closing_started', client);
    await publish(tx, clock, { type: 'customer.closing_started', customerId: customer });
    return ok(undefined);
  });
}

/** Takes it back: everything works as before, but payouts, which rest for a day as after any restriction. */
export async function keepAccount(
  { db, clock }: IdentityDeps,
  customer: CustomerId,
  client: Client,
): Promise<Result<void, Refusal<'closing_over'>>> {
  return db.transaction(async (tx) => {
    await lockWallets(tx, clock, customer);
    const closing = await store.findOpenClosing(tx, customer);
    if (!closing || !(await store.endClosing(tx, closing.id, { state: 'kept', at: clock.now() })))
      return err({ code: 'closing_over' as const });
    const lifted = await lift(tx, clock, closing.restriction, { by: customer, proposal: null });
    invariant(lifted.ok, 'what closes the account stands until it is taken back');
    await unschedule(tx, closeKey(closing.id));
    await recordSecurityEvent(tx, clock, customer, 'closing_taken_back', client);
    await publish(tx, clock, { type: 'customer.closing_taken_back', customerId: customer });
    return ok(undefined);
  });
}
