import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { isLinkUsed, restrict } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { findCustomer } from '../profile/store.ts';
import { readDisownToken } from './disown-link.ts';

type Owner = { readonly id: CustomerId; readonly sessionId: SessionId };

/** The owner freezes the account from within a session, which goes on; all others end. Pressing twice freezes once. */
export async function freezeAccount(deps: IdentityDeps, owner: Owner, client: Client): Promise<void> {
  await deps.db.transaction((tx) => freezeOwn(tx, deps, owner, client));
}

/** The same in a transaction that does more: whoever finds a payment that is not the own. */
export async function freezeOwn(
  tx: Tx,
  { clock }: Pick<IdentityDeps, 'clock'>,
  { id: customer, sessionId }: Owner,
  client: Client,
): Promise<void> {
  const frozen = await restrict(tx, clock, {
    customer,
    kind: 'self_frozen',
    reason: 'owner_asked',
    by: customer,
  });
  // Refused is only what stands already.
  if (frozen.ok) await recordSecurityEvent(tx, clock, customer, 'account_frozen', client);
  await keepOut(tx, { clock }, customer, [sessionId]);
}

/** The same by the link of a security notice, signed in or not: nobody stays signed in. A link freezes once. */
export async function disown(
  deps: IdentityDeps,
  token: string,
  client: Client,
): Promise<Result<{ frozenAt: Temporal.Instant }, Refusal<'disown_link_not_valid'>>> {
  const { db, clock } = deps;
  const customer = readDisownToken(deps, token);
  if (!customer) return err({ code: 'disown_link_not_valid' });
  const linkHash = sha256(token);
  return db.transaction(async (tx) => {
    if ((await isLinkUsed(tx, linkHash)) || !(await findCustomer(tx, customer)))
      return err({ code: 'disown_link_not_valid' as const });
    const frozen = await restrict(tx, clock, {
      customer,
      kind: 'self_frozen',
      reason: 'owner_disowned',
      by: customer,
      linkHash,
    });
    // Pressed twice at the same moment: the other press froze it.
    if (!frozen.ok) return err({ code: 'disown_link_not_valid' as const });
    await recordSecurityEvent(tx, clock, customer, 'account_frozen', client);
    await keepOut(tx, { clock }, customer, []);
    return ok({ frozenAt: frozen.value.since });
  });
}

/** The same for whoever freezes the account for its owner: everybody is out, and the log says that it was frozen. */
export async function signOutEverywhere(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  await recordSecurityEvent(tx, clock, customer, 'account_frozen', null);
  await keepOut(tx, { clock }, customer, []);
}

/** Ends what is open: sessions, and sign-ins that wait for their second step. */
async function keepOut(
  tx: Tx,
  { clock }: Pick<IdentityDeps, 'clock'>,
  customer: CustomerId,
  keep: readonly SessionId[],
): Promise<void> {
  await endOthers(tx, clock, customer, keep, 'ended_by_owner');
  await deletePendingOf(tx, customer);
}
