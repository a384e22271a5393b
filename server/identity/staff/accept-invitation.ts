import type { z } from 'zod';
import type { consoleApi } from '#common/api/console';
import type { StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { sha256 } from '#platform/crypto';
import type { Keyring } from '#platform/keys';
import type { IdentityDeps } from '../deps.ts';
import { hashPassword, sealPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { decidePassword, type PasswordRefusal, STAFF_PASSWORD_MIN } from '../password/rules.ts';
import type { Client } from '../session/client.ts';
import { startStaffSession } from './staff-session.ts';
import * as store from './store.ts';
import { qrOf, totpSecretOf } from '../second-factor/authenticator.ts';
import { matchingStep, newTotpSecret, totpUri } from '../second-factor/totp.ts';

export type Offer = z.input<(typeof consoleApi)['invitation']['ok']>;

/** What an invitation offers, with the secret for the authenticator app. Looking again shows the same secret. */
export async function readInvitation(
  { db, clock, keys }: IdentityDeps,
  token: string,
): Promise<Result<Offer, Refusal<'invitation_not_valid'>>> {
  const invitation = await store.findOpenInvitation(db.read, sha256(token), clock.now());
  if (!invitation) return err({ code: 'invitation_not_valid' });
  const { staffId, email, name, role } = invitation;
  const box =
    invitation.totpBox ??
    (await store.keepTotpBox(db.read, invitation.id, keys.encrypt(newTotpSecret(), totpSecretOf(staffId))));
  invariant(box !== null, 'an open invitation keeps the secret it is given');
  const totpSecret = keys.decrypt(box, totpSecretOf(staffId));
  const uri = totpUri(totpSecret, email);
  return ok({
    email,
    name,
    role,
    totpUri: uri,
    totpSecret,
    qrSvg: await qrOf(uri),
  });
}

type Acceptance = { token: string; password: string; code: string; locale: Locale };
export type AcceptanceRefusal = Refusal<'invitation_not_valid' | 'second_factor_wrong'> | PasswordRefusal;
export type Accepted = { staffId: StaffId; sessionToken: string };

/** Makes the account, with password and proven authenticator together: an account without a second factor cannot come to be. */
export async function acceptInvitation(
  deps: IdentityDeps,
  { token, password, code, locale }: Acceptance,
  client: Client,
  oldToken: string | null,
): Promise<Result<Accepted, AcceptanceRefusal>> {
  const { db, clock, keys } = deps;
  const invitation = await store.findOpenInvitation(db.read, sha256(token), clock.now());
  if (!invitation) return err({ code: 'invitation_not_valid' });
  const { staffId, email, emailKey, name, role, totpBox } = invitation;
  const decision = decidePassword(password, { min: STAFF_PASSWORD_MIN, context: [name, email] });
  if (!decision.ok) return decision;
  const step = totpBox === null ? null : await provenStep(deps, totpBox, staffId, code);
  if (totpBox === null || step === null) return err({ code: 'second_factor_wrong' });
  const sealed = sealPassword(keys, await hashPassword(password), signInPasswordOf(staffId));
  const sessionToken = await db.transaction(async (tx) => {
    const now = clock.now();
    if (!(await store.useInvitation(tx, sha256(token), now))) return null;
    await store.insertStaff(tx, {
      id: staffId,
      email,
      emailKey,
      name,
      role,
      locale,
      createdAt: now,
      password: sealed,
      totpBox,
      totpLastStep: step,
    });
    await store.insertAudit(
      tx,
      { actor: staffId, action: 'accepted', subject: staffId, facts: { role } },
      now,
    );
    return startStaffSession(tx, clock, staffId, client, oldToken);
  });
  return sessionToken === null ? err({ code: 'invitation_not_valid' }) : ok({ staffId, sessionToken });
}

const provenStep = (
  { keys, authenticatorClock }: { keys: Keyring; authenticatorClock: IdentityDeps['clock'] },
  box: string,
  staffId: StaffId,
  code: string,
): Promise<number | null> =>
  matchingStep(keys.decrypt(box, totpSecretOf(staffId)), code, { clock: authenticatorClock, lastStep: 0 });
