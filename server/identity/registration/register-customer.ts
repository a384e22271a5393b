import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import { addressKey } from '#platform/rate-limit';
import type { AttemptRule } from '../attempts/attempt.ts';
import { chargeAttempt, forgetAttempts } from '../attempts/charge-attempt.ts';
import { hashPassword, isPassword, noPassword, openPassword, sealPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { savePassword } from '../password/store.ts';
import { claimHandle } from '../profile/claim-handle.ts';
import { HOME_TIME_ZONE } from '../profile/customer.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent, rememberDevice } from '../session/start-session.ts';
import { requestMessage, tellOwner } from '../verification/request-message.ts';
import type { Registration } from './registration.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };
/** What the caller may know: nothing about who was registered before. */
export type Registered = { deviceToken: string };

/** Carries a refusal out of a transaction that must leave nothing behind. */
class HandleTaken extends Error {
  readonly refusal: Refusal<'handle_taken'>;
  constructor(refusal: Refusal<'handle_taken'>) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Comparisons with the password of an earlier registration, so that this is no way to guess it. */
const REPEATED: AttemptRule = { scope: 'registration', limit: 5, pauseMinutes: [15, 60] };

/**
 * Opens an account that claims a mail address and a phone; it owns them when it has proven them. Somebody else may have: then the
 * owner is told by mail, and the answer, the work and the account that comes to be are the same as for an address nobody knows.
 * The same form sent twice opens one account.
 */
export async function registerCustomer(
  deps: Deps,
  registration: Registration,
  client: Client,
): Promise<Result<Registered, Refusal<'handle_taken'>>> {
  const phc = await hashPassword(registration.password);
  const earlier = await findSameRegistration(deps, registration, client);
  try {
    return ok(
      await deps.db.transaction((tx) =>
        earlier ? repeat(tx, deps.clock, earlier, client) : open(tx, deps, registration, phc, client),
      ),
    );
  } catch (error) {
    if (error instanceof HandleTaken) return err(error.refusal);
    throw error;
  }
}

/** An account with this mail address and this password that nobody has proven yet: the form was sent before. Always one comparison, so that the time tells nothing. */
async function findSameRegistration(
  { db, clock, keys }: Deps,
  { email, password }: Registration,
  client: Client,
): Promise<CustomerId | null> {
  const claim = await store.findNewestClaim(db.read, email.key);
  const counter = { rule: REPEATED, of: [claim?.customer ?? email.key, addressKey(client.ip)] };
  const charge = await chargeAttempt(db, clock, counter);
  const isComparable = claim !== null && charge.allowed;
  const isSame = await isPassword(
    isComparable ? openPassword(keys, claim, signInPasswordOf(claim.customer)) : noPassword(),
    password,
  );
  if (!isComparable || !isSame) return null;
  await db.transaction((tx) => forgetAttempts(tx, counter));
  return claim.customer;
}

async function repeat(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<Registered> {
  await requestMessage(tx, clock, { customer, purpose: 'email', client }, { again: true });
  return rememberDevice(tx, clock, customer, client);
}

async function open(
  tx: Tx,
  { clock, keys }: Deps,
  registration: Registration,
  phc: string,
  client: Client,
): Promise<Registered> {
  const { name, email, phone, handle, locale, termsVersion } = registration;
  const id: CustomerId = newId('cus');
  const at = clock.now();
  for (const owner of await store.findOwners(tx, { emailKey: email.key, phone }))
    await tellOwner(tx, clock, owner, client);
  await store.insertCustomer(tx, {
    id,
    name,
    email,
    phone,
    locale,
    timeZone: HOME_TIME_ZONE[locale],
    terms: { version: termsVersion, locale },
    at,
  });
  await savePassword(tx, id, sealPassword(keys, phc, signInPasswordOf(id)), at);
  if (handle) {
    const claimed = await claimHandle(tx, clock, id, handle);
    if (!claimed.ok) throw new HandleTaken(claimed.error);
  }
  await publish(tx, clock, { type: 'customer.registered', customerId: id });
  await requestMessage(tx, clock, { customer: id, purpose: 'email', client }, { again: false });
  await requestMessage(tx, clock, { customer: id, purpose: 'phone', client }, { again: false });
  await recordSecurityEvent(tx, clock, id, 'registered', client);
  return rememberDevice(tx, clock, id, client);
}
