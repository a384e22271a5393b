import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import { awaitsNewPassword } from '../access-help/store.ts';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, noPassword } from '../password/hashing.ts';
import { readAddress } from '../profile/find-payee.ts';
import { factorsOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { findOwner } from '../sign-in/store.ts';
import { requestMessage } from '../verification/request-message.ts';

export type ResetBy = 'email' | 'phone';
export type ResetForm = { readonly login: string; readonly by: ResetBy; readonly locale: Locale };

/**
 * Sends a link or a code to who owns the address. The caller learns nothing of it, neither by the answer nor by its time: a hash,
 * which takes longer than anything done here, is computed in any case.
 */
export async function requestReset(deps: IdentityDeps, form: ResetForm, client: Client): Promise<void> {
  await Promise.all([send(deps, form, client), isPassword(noPassword(), form.login)]);
}

async function send(deps: IdentityDeps, { login, by, locale }: ResetForm, client: Client): Promise<void> {
  const { db, clock } = deps;
  const customer = await ownerOf(deps, login, locale);
  if (!customer) return;
  const { sms } = await factorsOf(db.read, customer);
  // One SIM is one factor: who takes codes by phone as the second one gets the link by mail.
  // And who got back in through a person chooses the new password by mail: the phone may be what was lost.
  const onlyByMail = sms !== null || (await awaitsNewPassword(db.read, customer));
  const purpose = by === 'email' || onlyByMail ? 'reset_email' : 'reset_phone';
  // Refused within a minute of the last one, or beyond the day's budget: the message sent before still counts.
  await db.transaction((tx) => requestMessage(tx, clock, { customer, purpose, client }, { again: true }));
}

/** Who owns this mail address, phone or account name; null for nobody, and for who has not proven mail and phone. */
export async function ownerOf(
  { db }: IdentityDeps,
  login: string,
  locale: Locale,
): Promise<CustomerId | null> {
  const address = readAddress(login, locale);
  return address ? findOwner(db.read, address) : null;
}
