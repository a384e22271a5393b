import type { Locale } from '#common/locale';
import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Db, Tx } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import { addressKey } from '#platform/rate-limit';
import { chargeAttempt, type Counter, forgetAttempts, giveBackAttempt } from '../attempts/charge-attempt.ts';
import {
  hashPassword,
  isOutdated,
  isPassword,
  NO_PASSWORD,
  openPassword,
  sealPassword,
} from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { replaceHash } from '../password/store.ts';
import { readAddress } from '../profile/find-payee.ts';
import type { Client } from '../session/client.ts';
import { replaceSession } from '../session/end-session.ts';
import { recordSecurityEvent, type Started, startSession } from '../session/start-session.ts';
import { customersOnDevice } from '../session/store.ts';
import { lockCustomer } from '../verification/store.ts';
import {
  CANDIDATES,
  type Candidate,
  FROM_ANYWHERE,
  FROM_DEVICE,
  FROM_SOURCE,
  NOTICE_HOURS,
} from './sign-in.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };
export type SignInForm = { login: string; password: string; locale: Locale };
export type SignInRefusal = Refusal<'sign_in_failed' | 'sign_in_paused'>;
/** Who is tried, or the text that names nobody: that is counted and answered in just the same way. */
type Subject = { candidate: Candidate | null; name: string; isKnownDevice: boolean };

/**
 * Signs in by mail address, phone or account name. Every attempt is charged before the password is looked at; a login that names
 * nobody costs the same work and is refused and paused in the same way.
 */
export async function signInCustomer(
  deps: Deps,
  form: SignInForm,
  client: Client,
  oldToken: string | null,
): Promise<Result<Started & { customer: CustomerId }, SignInRefusal>> {
  const subjects = await findSubjects(deps, form, client);
  let pausedUntil: string | null = null;
  let compared = 0;
  for (const subject of subjects) {
    const charge = await chargeSubject(deps, subject, client);
    if (!charge.ok) {
      pausedUntil = charge.until;
      continue;
    }
    compared += 1;
    const phc = subject.candidate
      ? openPassword(deps.keys, subject.candidate, signInPasswordOf(subject.candidate.customer))
      : NO_PASSWORD;
    const isRight = await isPassword(phc, form.password);
    if (subject.candidate && isRight)
      return ok(
        await admit(
          deps,
          { ...subject, candidate: subject.candidate },
          { phc, password: form.password },
          client,
          oldToken,
        ),
      );
  }
  if (compared === 0 && pausedUntil) return err({ code: 'sign_in_paused', until: pausedUntil });
  for (; compared < CANDIDATES; compared += 1) await isPassword(NO_PASSWORD, form.password);
  return err({ code: 'sign_in_failed' });
}

async function findSubjects({ db }: Deps, { login, locale }: SignInForm, client: Client): Promise<Subject[]> {
  const address = readAddress(login, locale);
  const candidates = address ? await store.findCandidates(db.read, address) : [];
  const known =
    client.deviceToken !== null && isTokenShaped(client.deviceToken)
      ? await customersOnDevice(db.read, sha256(client.deviceToken))
      : [];
  if (candidates.length === 0)
    return [
      {
        candidate: null,
        name: address ? `${address.kind} ${address.key}` : login.normalize('NFKC').trim().toLowerCase(),
        isKnownDevice: false,
      },
    ];
  return candidates.map((candidate) => ({
    candidate,
    name: candidate.customer,
    isKnownDevice: known.includes(candidate.customer),
  }));
}

const sourceCounter = ({ name }: Subject, client: Client): Counter => ({
  rule: FROM_SOURCE,
  of: [name, addressKey(client.ip)],
});
const anywhereCounter = ({ name }: Subject): Counter => ({ rule: FROM_ANYWHERE, of: [name] });
const deviceCounter = ({ name }: Subject, client: Client): Counter => ({
  rule: FROM_DEVICE,
  of: [name, client.deviceToken ?? ''],
});

async function chargeSubject(
  { db, clock }: Deps,
  subject: Subject,
  client: Client,
): Promise<{ ok: true } | { ok: false; until: string }> {
  const tell = async (tx: Tx): Promise<void> => {
    if (subject.candidate) await tellOwner(tx, clock, subject.candidate.customer, client);
  };
  const counters = subject.isKnownDevice
    ? [deviceCounter(subject, client)]
    : [sourceCounter(subject, client), anywhereCounter(subject)];
  for (const counter of counters) {
    const charge = await chargeAttempt(db, clock, counter, tell);
    if (!charge.allowed) return { ok: false, until: charge.until.toString() };
  }
  return { ok: true };
}

/** Once per window, however many networks take part. */
async function tellOwner(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<void> {
  await lockCustomer(tx, customer);
  if (await store.wasToldSince(tx, customer, clock.now().subtract({ hours: NOTICE_HOURS }))) return;
  await recordSecurityEvent(tx, clock, customer, 'sign_in_paused', client);
  await publish(tx, clock, { type: 'customer.sign_in_paused', customerId: customer });
}

type Admitted = Subject & { candidate: Candidate };

async function admit(
  { db, clock, keys }: Deps,
  subject: Admitted,
  { phc, password }: { phc: string; password: string },
  client: Client,
  oldToken: string | null,
): Promise<Started & { customer: CustomerId }> {
  const { customer, box } = subject.candidate;
  const fresh = isOutdated(phc)
    ? sealPassword(keys, await hashPassword(password), signInPasswordOf(customer))
    : null;
  const started = await db.transaction(async (tx) => {
    if (subject.isKnownDevice) await forgetAttempts(tx, deviceCounter(subject, client));
    else {
      await forgetAttempts(tx, sourceCounter(subject, client));
      await giveBackAttempt(tx, clock, anywhereCounter(subject));
    }
    if (fresh) await replaceHash(tx, customer, { from: box, to: fresh });
    if (oldToken !== null) await replaceSession(tx, clock, oldToken);
    return startSession(tx, clock, customer, client);
  });
  return { ...started, customer };
}
