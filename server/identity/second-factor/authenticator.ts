import QRCode from 'qrcode';
import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import type { IdentityDeps } from '../deps.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { endOtherSessions } from '../session/end-session.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { factorsOf, OFFER_MINUTES, waysOf } from './factors.ts';
import { makeRecoveryCodes } from './make-recovery-codes.ts';
import * as store from './store.ts';
import { matchingStep, newTotpSecret, totpUri } from './totp.ts';

/** Whose secret a box holds: it opens for no other row. */
export const totpSecretOf = (id: string): string => `totp:${id}`;

export type AuthenticatorOffer = {
  readonly secret: string;
  readonly uri: string;
  readonly qrSvg: string;
  readonly expiresAt: string;
};
export type Owner = { readonly id: CustomerId; readonly sessionId: SessionId };

/** The picture that an authenticator app reads. */
export const qrOf = (uri: string): Promise<string> =>
  QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });

/** A new secret, shown once. It protects nothing before a code of it was typed. */
export async function offerAuthenticator(
  { db, clock, keys }: IdentityDeps,
  { id: customer }: Owner,
): Promise<AuthenticatorOffer> {
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'who is signed in exists');
  const secret = newTotpSecret();
  const expiresAt = clock.now().add({ minutes: OFFER_MINUTES });
  const box = keys.encrypt(secret, totpSecretOf(customer));
  await db.transaction((tx) => store.putOffer(tx, customer, { box, expiresAt }));
  const uri = totpUri(secret, known.email);
  return { secret, uri, qrSvg: await qrOf(uri), expiresAt: expiresAt.toString() };
}

/** Takes the app that a code of the offered secret proves. With the first factor come the recovery codes, shown this once. */
export async function addAuthenticator(
  deps: IdentityDeps,
  owner: Owner,
  code: string,
  client: Client,
): Promise<Result<{ recoveryCodes: string[] | null }, Refusal<'offer_expired' | 'offer_code_wrong'>>> {
  const { db, clock, keys, authenticatorClock } = deps;
  const box = await store.findOffer(db.read, owner.id, clock.now());
  if (box === null) return err({ code: 'offer_expired' });
  const secret = keys.decrypt(box, totpSecretOf(owner.id));
  // The code proves the person's app to herself; who holds the session has seen the secret, so there is nothing to guess here.
  const step = await matchingStep(secret, code, { clock: authenticatorClock, lastStep: 0 });
  if (step === null) return err({ code: 'offer_code_wrong' });
  return db.transaction(async (tx) => {
    if (!(await store.takeOffer(tx, owner.id, box))) return err({ code: 'offer_expired' as const });
    const isFirst = waysOf(await factorsOf(tx, owner.id)).length === 0;
    await store.putAuthenticator(tx, owner.id, { box, step, now: clock.now() });
    const recoveryCodes = isFirst ? await makeRecoveryCodes(tx, deps, owner.id) : null;
    // The password was asked for minutes ago, and the code has just been typed: that is both.
    await store.saveAccessProof(tx, owner.sessionId, { by: 'factor', now: clock.now() });
    await tellChange(tx, deps, owner, 'second_factor_added', client);
    return ok({ recoveryCodes });
  });
}

/** Removes the app. With the last factor the recovery codes go, too: they would be a second password. */
export async function removeAuthenticator(
  deps: IdentityDeps,
  owner: Owner,
  client: Client,
): Promise<Result<void, Refusal<'not_found'>>> {
  return deps.db.transaction(async (tx) => {
    if (!(await store.deleteAuthenticator(tx, owner.id))) return err({ code: 'not_found' as const });
    await dropCodesWithLast(tx, deps, owner.id);
    await tellChange(tx, deps, owner, 'second_factor_removed', client);
    return ok(undefined);
  });
}

export async function dropCodesWithLast(
  tx: Tx,
  { clock }: IdentityDeps,
  customer: CustomerId,
): Promise<void> {
  if (waysOf(await factorsOf(tx, customer)).length === 0)
    await store.replaceRecoveryCodes(tx, customer, [], clock.now());
}

/** On record, told by mail, and nobody else who is signed in stays so. Source: ASVS 7.4.3. */
export async function tellChange(
  tx: Tx,
  { clock }: IdentityDeps,
  { id: customer, sessionId: id }: Owner,
  kind: 'second_factor_added' | 'second_factor_removed',
  client: Client,
): Promise<void> {
  await recordSecurityEvent(tx, clock, customer, kind, client);
  await publish(tx, clock, { type: `customer.${kind}`, customerId: customer });
  await deletePendingOf(tx, customer);
  await endOtherSessions(tx, clock, { id, customer }, 'password_changed', client);
}
