import type { CustomerId, SessionId, StepUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { chargeAttempt, forgetAttempts } from '../attempts/charge-attempt.ts';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, openPassword } from '../password/hashing.ts';
import { paymentPasswordOf } from '../password/password-of.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { readDigits } from './decide.ts';
import { PAYMENT_PASSWORD, type Payment, STEP_UP_MINUTES } from './payment-password.ts';
import * as store from './store.ts';
import {
  checkStrongFactor,
  type Confirmed,
  type GivenFactor,
  type StrongFactorRefusal,
} from './strong-factor.ts';

type Asked = {
  readonly payer: { readonly id: CustomerId; readonly sessionId: SessionId };
  readonly payment: Payment;
  readonly paymentPassword: string;
  readonly factor: GivenFactor | null;
};
type StepUpRefusal =
  | Refusal<'payment_password_not_set' | 'payment_password_wrong' | 'payment_password_paused'>
  | StrongFactorRefusal;
type Proof = { id: StepUpId; expiresAt: Temporal.Instant };

/**
 * Turns a right payment password, and for a large sum a strong factor, into a proof for exactly this payment. The try is charged before
 * the password is looked at. Without the factor that a sum asks for there is no proof of it, so no road can pay without.
 */
export async function createStepUp(
  deps: IdentityDeps,
  { payer, payment, paymentPassword, factor }: Asked,
  client: Client,
): Promise<Result<Proof, StepUpRefusal>> {
  const { db, clock, keys } = deps;
  const customer = payer.id;
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
  const confirmed = await checkStrongFactor(deps, payer, { payment, given: factor }, client);
  if (!confirmed.ok) {
    await db.transaction((tx) => forgetAttempts(tx, counter));
    return confirmed;
  }
  return db.transaction(async (tx) => {
    await forgetAttempts(tx, counter);
    return keepProof(tx, clock, { customer, payment }, confirmed.value);
  });
}

async function keepProof(
  tx: Tx,
  clock: Clock,
  { customer, payment }: { customer: CustomerId; payment: Payment },
  confirmed: Confirmed,
): Promise<Result<Proof, Refusal<'factor_code_wrong'>>> {
  if (confirmed && !(await confirmed.useUp(tx))) return err({ code: 'factor_code_wrong', left: 0 });
  const now = clock.now();
  const id = newId('su');
  const expiresAt = now.add({ minutes: STEP_UP_MINUTES });
  const factor = confirmed?.factor ?? null;
  await store.insertStepUp(tx, { ...payment, id, customer, factor }, { now, expiresAt });
  return ok({ id, expiresAt });
}

async function tellPaused(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<void> {
  await recordSecurityEvent(tx, clock, customer, 'payment_password_paused', client);
  await publish(tx, clock, { type: 'customer.payment_password_paused', customerId: customer });
}
