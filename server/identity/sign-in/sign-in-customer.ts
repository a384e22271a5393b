import type { Locale } from '#common/locale';
import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import { chargeTry, settleTries, type Trier } from '../attempts/trier.ts';
import {
  hashPassword,
  isOutdated,
  isPassword,
  noPassword,
  openPassword,
  sealPassword,
} from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { replaceHash } from '../password/store.ts';
import { readAddress } from '../profile/find-payee.ts';
import { factorsOf, type HeldFactors, waysOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { replaceSession } from '../session/end-session.ts';
import { customersKnownTo } from '../session/known-device.ts';
import { recordSecurityEvent, type Started, startSession } from '../session/start-session.ts';
import { recordTry } from '../sign-in-history/record-try.ts';
import { lockCustomer } from '../verification/store.ts';
import { keepPending, type PendingSignIn } from './pending-sign-in.ts';
import { CANDIDATES, type Candidate, DOOR, NOTICE_HOURS } from './sign-in.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };
export type SignInForm = { login: string; password: string; locale: Locale };
export type SignInRefusal = Refusal<'sign_in_failed' | 'sign_in_paused'>;
export type SignedIn = Started & { customer: CustomerId };
/** The password was right. Whoever holds a second factor is not in yet. */
export type Admitted = { state: 'in'; signedIn: SignedIn } | { state: 'pending'; pending: PendingSignIn };
/** Who is tried, or the text that names nobody: that is counted and answered in just the same way. */
type Subject = { candidate: Candidate | null; trier: Trier };

/**
 * Signs in by mail address, phone or account name. Every attempt is charged before the password is looked at; a login that names
 * nobody costs the same work and is refused and paused in the same way.
 */
export async function signInCustomer(
  deps: Deps,
  form: SignInForm,
  client: Client,
  oldToken: string | null,
): Promise<Result<Admitted, SignInRefusal>> {
  const subjects = await findSubjects(deps, form, client);
  let pausedUntil: string | null = null;
  let compared = 0;
  for (const { candidate, trier } of subjects) {
    // Whoever only claims an address learns nothing of those who try at it: they may be its owner.
    const seenBy = candidate?.isOwner ? candidate.customer : null;
    const charge = await chargeTry(deps, DOOR, trier, async (tx) => {
      if (seenBy) await tellOwner(tx, deps.clock, seenBy, client);
    });
    if (!charge.ok) {
      pausedUntil = charge.until;
      await recordTry(deps, seenBy, 'sign_in_refused', client);
      continue;
    }
    compared += 1;
    const phc = candidate
      ? openPassword(deps.keys, candidate, signInPasswordOf(candidate.customer))
      : noPassword();
    const isRight = await isPassword(phc, form.password);
    if (candidate && isRight)
      return ok(await admit(deps, { candidate, trier }, { phc, password: form.password }, oldToken));
    await recordTry(deps, seenBy, 'password_wrong', client);
  }
  if (compared === 0 && pausedUntil) return err({ code: 'sign_in_paused', until: pausedUntil });
  for (; compared < CANDIDATES; compared += 1) await isPassword(noPassword(), form.password);
  return err({ code: 'sign_in_failed' });
}

async function findSubjects({ db }: Deps, { login, locale }: SignInForm, client: Client): Promise<Subject[]> {
  const address = readAddress(login, locale);
  const candidates = address ? await store.findCandidates(db.read, address) : [];
  const known = await customersKnownTo(db.read, client);
  if (candidates.length === 0) {
    const name = address ? `${address.kind} ${address.key}` : login.normalize('NFKC').trim().toLowerCase();
    return [{ candidate: null, trier: { name, isKnownDevice: false, client } }];
  }
  return candidates.map((candidate) => ({
    candidate,
    trier: { name: candidate.customer, isKnownDevice: known.includes(candidate.customer), client },
  }));
}

/** Once per window, however many networks take part. */
async function tellOwner(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<void> {
  await lockCustomer(tx, customer);
  if (await store.wasToldSince(tx, customer, clock.now().subtract({ hours: NOTICE_HOURS }))) return;
  await recordSecurityEvent(tx, clock, customer, 'sign_in_paused', client);
  await publish(tx, clock, { type: 'customer.sign_in_paused', customerId: customer });
}

async function admit(
  { db, clock, keys }: Deps,
  { candidate: { customer, box }, trier }: { candidate: Candidate; trier: Trier },
  { phc, password }: { phc: string; password: string },
  oldToken: string | null,
): Promise<Admitted> {
  const fresh = isOutdated(phc)
    ? sealPassword(keys, await hashPassword(password), signInPasswordOf(customer))
    : null;
  return db.transaction(async (tx) => {
    await settleTries(tx, clock, DOOR, trier);
    if (fresh) await replaceHash(tx, customer, { from: box, to: fresh });
    const factors = await factorsOf(tx, customer);
    if (isHeld(factors)) {
      await recordSecurityEvent(tx, clock, customer, 'second_factor_asked', trier.client);
      return { state: 'pending', pending: await keepPending(tx, clock, customer, { afterReset: false }) };
    }
    if (oldToken !== null) await replaceSession(tx, clock, oldToken);
    const started = await startSession(tx, clock, customer, trier.client);
    return { state: 'in', signedIn: { ...started, customer } };
  });
}

const isHeld = (factors: HeldFactors): boolean => waysOf(factors).length > 0;
