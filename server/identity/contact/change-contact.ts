import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { coolDown } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import type { Owner } from '../second-factor/authenticator.ts';
import type { Client } from '../session/client.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { checkCode } from '../verification/check-code.ts';
import { type Requested, requestMessage, tellOwner } from '../verification/request-message.ts';
import { deleteProofs, isOthers, lockCustomer, useCode } from '../verification/store.ts';
import { unlessProvenByOther } from '../verification/verify-contact.ts';
import { type ContactKind, type ContactRefusal, FORMER_DAYS, readContact, type Written } from './contact.ts';
import * as store from './store.ts';

type Wanted = { readonly kind: ContactKind; readonly address: string; readonly locale: Locale };

/**
 * Sends a code to the address that is to take the place of the present one. The answer is the same when it is somebody else's: then
 * the owner is told and the code reaches nobody. Until the code comes back nothing has changed.
 */
export async function requestContactChange(
  { db, clock }: IdentityDeps,
  { id: customer, sessionId: session }: Owner,
  { kind, address: typed, locale }: Wanted,
  client: Client,
): Promise<Result<Requested, ContactRefusal | Refusal<'code_sent_recently' | 'text_messages_stopped'>>> {
  const read = readContact(kind, typed, locale);
  if (!read.ok) return read;
  const wanted = read.value;
  return db.transaction(async (tx) => {
    const owner = await store.otherOwner(tx, customer, { kind, ...wanted });
    // In one order, whoever wants whose address: two who want each other's must not wait for each other.
    for (const id of [customer, ...(owner ? [owner] : [])].toSorted()) await lockCustomer(tx, id);
    const contact = { ...wanted, proven: false };
    const message = { customer, purpose: `new_${kind}`, client, contact } as const;
    const requested = await requestMessage(tx, clock, message, { again: true });
    if (!requested.ok) return requested;
    await store.putChange(tx, { customer, kind, session, ...wanted }, clock.now());
    if (owner) await tellOwner(tx, clock, owner, client);
    return requested;
  });
}

/**
 * The code came back: the new address counts from now on. It was asked for in this session after a proof of access; in any other one
 * the code is worth nothing.
 */
export async function confirmContactChange(
  deps: IdentityDeps,
  { id: customer, sessionId: session }: Owner,
  { kind, code }: { readonly kind: ContactKind; readonly code: string },
  client: Client,
): Promise<Result<void, Refusal<'code_wrong' | 'code_expired'>>> {
  const { db, clock } = deps;
  const purpose = `new_${kind}` as const;
  if ((await store.askedBy(db.read, customer, kind)) !== session) return err({ code: 'code_expired' });
  const checked = await checkCode(deps, { customer, purpose }, code);
  if (!checked.ok) return checked;
  const { secretHash, address } = checked.value;
  const changed = await unlessProvenByOther(`profile_${kind}_proven`, () =>
    db.transaction(async (tx) => {
      await lockCustomer(tx, customer);
      if (!(await useCode(tx, { customer, purpose, secretHash }, clock.now()))) return null;
      if (await isOthers(tx, customer, kind, address, clock.now())) return null;
      const taken = await store.takeChange(tx, { customer, kind, session, address });
      return taken && replace(tx, deps, { id: customer, sessionId: session }, { kind, ...taken }, client);
    }),
  );
  return changed ? ok(undefined) : err({ code: 'code_expired' });
}

/** What was sent to the address before, and every other session, ends with it; payouts wait for a day, and both addresses are told. */
async function replace(
  tx: Tx,
  { clock }: IdentityDeps,
  { id: customer, sessionId }: Owner,
  change: Written & { kind: ContactKind },
  client: Client,
): Promise<true | null> {
  const now = clock.now();
  const { kind } = change;
  const before = await store.replaceContact(tx, customer, change, now);
  if (!before) return null;
  const until = now.add({ hours: FORMER_DAYS * 24 });
  const formerContact = await store.holdFormer(tx, customer, { kind, ...before }, { now, until });
  await endOthers(tx, clock, customer, [sessionId], 'contact_changed');
  await deletePendingOf(tx, customer);
  await deleteProofs(tx, customer, ['reset_email', 'reset_phone', 'sign_in']);
  await coolDown(tx, clock, { customer, reason: 'contact_changed' });
  await recordSecurityEvent(tx, clock, customer, `${kind}_changed`, client);
  await publish(tx, clock, { type: 'customer.contact_changed', customerId: customer, kind, formerContact });
  return true;
}
