import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { IdentityDeps } from '../deps.ts';
import { maskPhone } from '../profile/phone.ts';
import type { Client } from '../session/client.ts';
import { requestMessage } from '../verification/request-message.ts';
import { dropCodesWithLast, type Owner, tellChange } from './authenticator.ts';
import { factorsOf, waysOf } from './factors.ts';
import { makeRecoveryCodes } from './make-recovery-codes.ts';
import * as store from './store.ts';

/**
 * Takes text messages to the proven phone as a second factor: the weakest, since a number can be taken over, and better than none.
 * While it is in use no password is reset by phone; one SIM is one factor.
 */
export async function addSmsFactor(
  deps: IdentityDeps,
  owner: Owner,
  client: Client,
): Promise<{ recoveryCodes: string[] | null }> {
  return deps.db.transaction(async (tx) => {
    const held = await factorsOf(tx, owner.id);
    if (held.sms) return { recoveryCodes: null };
    const recoveryCodes = waysOf(held).length === 0 ? await makeRecoveryCodes(tx, deps, owner.id) : null;
    await store.insertSmsFactor(tx, owner.id, deps.clock.now());
    await tellChange(tx, deps, owner, 'second_factor_added', client);
    return { recoveryCodes };
  });
}

export async function removeSmsFactor(
  deps: IdentityDeps,
  owner: Owner,
  client: Client,
): Promise<Result<void, Refusal<'not_found'>>> {
  return deps.db.transaction(async (tx) => {
    if (!(await store.deleteSmsFactor(tx, owner.id))) return err({ code: 'not_found' as const });
    await dropCodesWithLast(tx, deps, owner.id);
    await tellChange(tx, deps, owner, 'second_factor_removed', client);
    return ok(undefined);
  });
}

/** Sends a code to who has chosen text messages; null to anybody else. */
export async function sendFactorCode(
  { db, clock }: IdentityDeps,
  customer: CustomerId,
  client: Client,
): Promise<Result<
  { sentTo: string; againAfter: string },
  Refusal<'code_sent_recently' | 'text_messages_stopped'>
> | null> {
  if (!(await factorsOf(db.read, customer)).sms) return null;
  const wanted = { customer, purpose: 'sign_in', client } as const;
  const sent = await db.transaction((tx) => requestMessage(tx, clock, wanted, { again: true }));
  return sent.ok
    ? ok({ sentTo: maskPhone(sent.value.sentTo), againAfter: sent.value.againAfter.toString() })
    : sent;
}
