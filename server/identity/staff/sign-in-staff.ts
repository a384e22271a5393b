import type { StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { addressKey } from '#platform/rate-limit';
import { chargeAttempt, type Counter, forgetAttempts, giveBackAttempt } from '../attempts/charge-attempt.ts';
import type { IdentityDeps } from '../deps.ts';
import {
  hashPassword,
  isOutdated,
  isPassword,
  noPassword,
  openPassword,
  sealPassword,
} from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { parseEmail } from '../profile/email.ts';
import type { Client } from '../session/client.ts';
import { noteWrong } from '../sign-in/flood.ts';
import { totpSecretOf } from '../second-factor/authenticator.ts';
import { STAFF_FROM_ANYWHERE, STAFF_FROM_SOURCE } from './staff.ts';
import { startStaffSession } from './staff-session.ts';
import * as store from './store.ts';
import { matchingStep, NO_SECRET } from '../second-factor/totp.ts';

type Form = { email: string; password: string; code: string };
export type SignedInStaff = { staffId: StaffId; sessionToken: string };

/** Password and second factor in one request, one answer for whatever is wrong; charged before either is looked at. */
export async function signInStaff(
  deps: IdentityDeps,
  form: Form,
  client: Client,
  oldToken: string | null,
): Promise<Result<SignedInStaff, Refusal<'sign_in_failed' | 'sign_in_paused'>>> {
  const { db, clock, keys, authenticatorClock } = deps;
  const email = parseEmail(form.email);
  const known = email.ok ? await store.findCredentials(db.read, email.value.key) : null;
  const name = known?.id ?? (email.ok ? email.value.key : form.email.trim().toLowerCase());
  const counters = {
    source: { rule: STAFF_FROM_SOURCE, of: [name, addressKey(client.ip)] },
    anywhere: { rule: STAFF_FROM_ANYWHERE, of: [name] },
  };
  const until = await chargeBoth(deps, counters, known?.id ?? null);
  if (until) return err({ code: 'sign_in_paused', until });

  const phc = known
    ? openPassword(keys, { box: known.passwordBox }, signInPasswordOf(known.id))
    : noPassword();
  const isRight = await isPassword(phc, form.password);
  const secret = known ? keys.decrypt(known.totpBox, totpSecretOf(known.id)) : NO_SECRET;
  const step = await matchingStep(secret, form.code, {
    clock: authenticatorClock,
    lastStep: known?.totpLastStep ?? 0,
  });
  if (!known || !isRight || step === null) {
    // A list that is tried at customers is tried here as well. Nobody who works here waits for the alarm: an office is one network, and each
    // has a counter of their own and a second factor.
    await noteWrong(deps);
    return err({ code: 'sign_in_failed' });
  }

  const fresh = isOutdated(phc)
    ? sealPassword(keys, await hashPassword(form.password), signInPasswordOf(known.id))
    : null;
  const sessionToken = await db.transaction(async (tx) => {
    if (!(await store.takeTotpStep(tx, known.id, step))) return null;
    await forgetAttempts(tx, counters.source);
    await giveBackAttempt(tx, clock, counters.anywhere);
    if (fresh) await store.replaceStaffHash(tx, known.id, { from: known.passwordBox, to: fresh });
    return startStaffSession(tx, clock, known.id, client, oldToken);
  });
  return sessionToken === null ? err({ code: 'sign_in_failed' }) : ok({ staffId: known.id, sessionToken });
}

async function chargeBoth(
  { db, clock }: IdentityDeps,
  { source, anywhere }: { source: Counter; anywhere: Counter },
  staffId: StaffId | null,
): Promise<string | null> {
  for (const counter of [source, anywhere]) {
    const charge = await chargeAttempt(db, clock, counter, async (tx) => {
      if (staffId)
        await store.insertAudit(
          tx,
          { actor: staffId, action: 'sign_in_paused', subject: staffId },
          clock.now(),
        );
    });
    if (!charge.allowed) return charge.until.toString();
  }
  return null;
}
