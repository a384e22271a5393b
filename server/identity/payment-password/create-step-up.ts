import type { CustomerId, StepUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import { chargeAttempt, forgetAttempts } from '../attempts/charge-attempt.ts';
import { isPassword, openPassword } from '../password/hashing.ts';
import { paymentPasswordOf } from '../password/password-of.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { readDigits } from './decide.ts';
import { PAYMENT_PASSWORD, type Payment, STEP_UP_MINUTES } from './payment-password.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };
type Asked = { customer: CustomerId; payment: Payment; paymentPassword: string };
export type StepUpRefusal = Refusal<
  'payment_password_not_set' | 'payment_password_wrong' | 'payment_password_paused'
>;

/** Turns a right payment password into a proof for exactly this payment. The try is charged before the password is looked at. */
export async function createStepUp(
  { db, clock, keys }: Deps,
  { customer, payment, paymentPassword }: Asked,
  client: Client,
): Promise<Result<{ id: StepUpId; expiresAt: Temporal.Instant }, StepUpRefusal>> {
  const sealed = await store.findPaymentPassword(db.read, customer);
  if (!sealed) return err({ code: 'payment_password_not_set' });
  const counter = { rule: PAYMENT_PASSWORD, of: [customer] };
  const charge = await chargeAttempt(db, clock, counter, (tx) => tellPaused(tx, clock, customer, client));
  if (!charge.allowed) return err({ code: 'payment_password_paused', until: charge.until.toString() });
  const isRight = await isPassword(
    openPassword(keys, sealed, paymentPasswordOf(customer)),
    readDigits(paymentPassword) ?? '',
  );
  if (!isRight) return err({ code: 'payment_password_wrong', left: charge.left });
  return db.transaction(async (tx) => {
    const now = clock.now();
    const id = newId('su');
    const expiresAt = now.add({ minutes: STEP_UP_MINUTES });
    await forgetAttempts(tx, counter);
    await store.insertStepUp(tx, { ...payment, id, customer }, { now, expiresAt });
    return ok({ id, expiresAt });
  });
}

async function tellPaused(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<void> {
  await recordSecurityEvent(tx, clock, customer, 'payment_password_paused', client);
  await publish(tx, clock, { type: 'customer.payment_password_paused', customerId: customer });
}
