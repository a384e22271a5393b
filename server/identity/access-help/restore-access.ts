import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import { randomToken } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { coolDown } from '#risk';
import { FORMER_DAYS } from '../contact/contact.ts';
import { holdFormer, replaceContact } from '../contact/store.ts';
import type { IdentityDeps } from '../deps.ts';
import { hashPassword, sealPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { savePassword } from '../password/store.ts';
import { deleteAnswers } from '../security-questions/store.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { requestMessage } from '../verification/request-message.ts';
import { deleteProofs } from '../verification/store.ts';
import type { Measures } from './access-help.ts';
import { tellAll } from './open-request.ts';
import * as store from './store.ts';

/** The hash of a password that nobody knows: the old one opens nothing from now on, and the new one comes by the mail's link. */
export const newUnknownPassword = (): Promise<string> => hashPassword(randomToken());

/** Nobody's address stands behind this request: staff have pressed. The budget of messages counts it as one source. */
const BY_STAFF = { ip: '::', userAgent: '', deviceToken: null };

/**
 * Does what two members of the staff have agreed on. Whoever is signed in is signed out, the old password is worth nothing, a link for
 * a new one goes to the mail address, payouts wait for a day, and every address is told.
 */
export async function restoreAccess(
  tx: Tx,
  { clock, keys }: IdentityDeps,
  { customer, caseId, pauseKeys }: store.AccessRequest,
  { measures, unknown }: { measures: Measures; unknown: string },
): Promise<void> {
  if (measures.resetsSecondFactors) await store.deleteSecondFactors(tx, customer);
  // Whoever was in the account may have set them.
  await deleteAnswers(tx, customer);
  if (measures.liftsPauses) await store.deleteCounters(tx, pauseKeys);
  // One time for both: by that is known that nobody has chosen a password since.
  const at = clock.now();
  await savePassword(tx, customer, sealPassword(keys, unknown, signInPasswordOf(customer)), at);
  await store.saveRestored(tx, caseId, at);
  await endOthers(tx, clock, customer, [], 'access_restored');
  await deletePendingOf(tx, customer);
  await deleteProofs(tx, customer, [
    'reset_email',
    'reset_phone',
    'sign_in',
    'new_email',
    'new_phone',
    'access_email',
    'access_phone',
  ]);
  await coolDown(tx, clock, { customer, reason: 'password_reset' });
  await recordSecurityEvent(tx, clock, customer, 'access_restored', null);
  if (measures.restoresAddresses) await putAddressesBack(tx, clock, customer);
  await tellAll(tx, clock, { type: 'customer.access_restored', customer, caseId });
  // Refused where the budget of the day is spent: then the owner asks for the link on the page for a forgotten password.
  const wanted = { customer, purpose: 'reset_email', client: BY_STAFF } as const;
  await requestMessage(tx, clock, wanted, { again: false });
}

/** The addresses of thirty days ago count again; those that took their place are given up, and told of it like any other. */
async function putAddressesBack(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  const now = clock.now();
  const until = now.add({ hours: FORMER_DAYS * 24 });
  const held = await store.heldFormer(tx, customer, now);
  for (const kind of ['email', 'phone'] as const) {
    const oldest = held.find((each) => each.kind === kind);
    const replaced = oldest && (await replaceContact(tx, customer, oldest, now));
    if (replaced) await holdFormer(tx, customer, { kind, ...replaced }, { now, until });
  }
}
