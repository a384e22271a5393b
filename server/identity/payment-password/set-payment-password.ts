import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import { forgetAttempts } from '../attempts/charge-attempt.ts';
import { checkOwnPassword } from '../password/check-own-password.ts';
import { hashPassword, sealPassword } from '../password/hashing.ts';
import { paymentPasswordOf } from '../password/password-of.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { endOtherSessions } from '../session/end-session.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { decidePaymentPassword } from './decide.ts';
import { PAYMENT_PASSWORD } from './payment-password.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };

/**
 * Sets or replaces the payment password, proved by the sign-in password. A pause of the old one ends with it: who knows the sign-in
 * password may. Whoever replaces it may do so because somebody else has it: every other session is over. Source: ASVS 7.4.3.
 */
export async function setPaymentPassword(
  deps: Deps,
  { id: customer, sessionId }: { id: CustomerId; sessionId: SessionId },
  form: { password: string; paymentPassword: string },
  client: Client,
): Promise<Result<void, Refusal<'sign_in_failed' | 'sign_in_paused' | 'payment_password_weak'>>> {
  const { db, clock, keys } = deps;
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'who is signed in exists');
  const checked = await checkOwnPassword(deps, customer, form.password);
  if (!checked.ok) return checked;
  const decision = decidePaymentPassword(form.paymentPassword, {
    phone: known.phone,
    password: form.password,
  });
  if (!decision.ok) return decision;
  const sealed = sealPassword(keys, await hashPassword(decision.value), paymentPasswordOf(customer));
  await db.transaction(async (tx) => {
    const isReplaced = (await store.findPaymentPassword(tx, customer)) !== null;
    await store.savePaymentPassword(tx, customer, sealed, clock.now());
    await forgetAttempts(tx, { rule: PAYMENT_PASSWORD, of: [customer] });
    await recordSecurityEvent(tx, clock, customer, 'payment_password_set', client);
    await publish(tx, clock, { type: 'customer.payment_password_set', customerId: customer });
    if (isReplaced)
      await endOtherSessions(tx, clock, { id: sessionId, customer }, 'password_changed', client);
  });
  return ok(undefined);
}
