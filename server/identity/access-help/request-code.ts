import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, noPassword } from '../password/hashing.ts';
import { readAddress } from '../profile/find-payee.ts';
import { factorsOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { findOwner } from '../sign-in/store.ts';
import { requestMessage } from '../verification/request-message.ts';
import { type Contact, ownAddress } from '../verification/store.ts';
import { findFormerOwner } from './store.ts';

export type CodeBy = 'email' | 'phone';
export type AskedFor = { readonly login: string; readonly by: CodeBy; readonly locale: Locale };
export type Found = {
  readonly customer: CustomerId;
  readonly purpose: `access_${CodeBy}`;
  /** The address that was typed, if it is one that was given up. */
  readonly former: Contact | null;
};

/** Sends a code to who owns the address. As with a forgotten password, neither the answer nor its time tells whether anybody does. */
export async function requestAccessCode(deps: IdentityDeps, asked: AskedFor, client: Client): Promise<void> {
  await Promise.all([send(deps, asked, client), isPassword(noPassword(), asked.login)]);
}

async function send(deps: IdentityDeps, asked: AskedFor, client: Client): Promise<void> {
  const found = await findAsker(deps, asked);
  if (!found) return;
  const { customer, purpose, former } = found;
  const wanted = { customer, purpose, client, ...(former ? { contact: former } : {}) };
  // Refused within a minute of the last one, or beyond the day's budget: the message sent before still counts.
  await deps.db.transaction((tx) => requestMessage(tx, deps.clock, wanted, { again: true }));
}

/**
 * Whose account it is. An address that was given up within thirty days still leads to it: who changed it may have been a thief, and
 * its owner knows no other.
 */
export async function findAsker(
  { db, clock }: IdentityDeps,
  { login, by, locale }: AskedFor,
): Promise<Found | null> {
  const address = readAddress(login, locale);
  if (!address) return null;
  const now = clock.now();
  const owner = await findOwner(db.read, address);
  const kind = address.kind === 'handle' ? null : address.kind;
  const customer = owner ?? (kind && (await findFormerOwner(db.read, { kind, address: address.key }, now)));
  if (!customer) return null;
  const former =
    owner === null && kind !== null ? await ownAddress(db.read, customer, address.key, now) : null;
  if (former && kind) return { customer, purpose: `access_${kind}`, former };
  const { sms } = await factorsOf(db.read, customer);
  // One SIM is one factor: who takes codes by phone as the second one is sent this one by mail.
  return { customer, purpose: by === 'email' || sms ? 'access_email' : 'access_phone', former: null };
}
