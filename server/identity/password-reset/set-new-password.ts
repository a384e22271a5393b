import type { CustomerId, SessionId } from '#common/id';
import { err, invariant, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { coolDown } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { hashPassword, sealPassword, type SealedPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { CUSTOMER_PASSWORD_MIN, decidePassword, type PasswordRefusal } from '../password/rules.ts';
import { savePassword } from '../password/store.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { endOthers, recordSecurityEvent } from '../session/start-session.ts';
import { deletePendingOf } from '../sign-in/store.ts';
import { deleteProofs } from '../verification/store.ts';

/** Judges a new password by the rules of registration, and makes what is kept of it. */
export async function judgeNewPassword(
  { db, keys }: IdentityDeps,
  customer: CustomerId,
  password: string,
): Promise<Result<SealedPassword, PasswordRefusal>> {
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'whose password is changed exists');
  const context = [known.name, known.email, known.phone, known.handle ?? ''].filter((word) => word !== '');
  const decision = decidePassword(password, { min: CUSTOMER_PASSWORD_MIN, context });
  if (!decision.ok) return err(decision.error);
  return ok(sealPassword(keys, await hashPassword(password), signInPasswordOf(customer)));
}

type Change = {
  readonly customer: CustomerId;
  readonly sealed: SealedPassword;
  /** The session in which the owner has just changed it; every other one ends. */
  readonly keep: readonly SessionId[];
};

/** Keeps the new password. Sessions, half sign-ins and links that were sent before are over; payouts wait for a day. */
export async function setNewPassword(
  tx: Tx,
  { clock }: IdentityDeps,
  { customer, sealed, keep }: Change,
  client: Client,
): Promise<void> {
  await savePassword(tx, customer, sealed, clock.now());
  await endOthers(tx, clock, customer, keep, 'password_changed');
  await deletePendingOf(tx, customer);
  await deleteProofs(tx, customer, ['reset_email', 'reset_phone', 'sign_in', 'new_email', 'new_phone']);
  await coolDown(tx, clock, { customer, reason: 'password_reset' });
  await recordSecurityEvent(tx, clock, customer, 'password_changed', client);
  await publish(tx, clock, { type: 'customer.password_changed', customerId: customer });
}
