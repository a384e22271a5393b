import type { CustomerId, QuoteId, SessionId, StepUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { noteFailure } from '#risk';
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
  /** Null: a top-up is confirmed by the strong factor alone. */
  readonly paymentPassword: string | null;
  /** By what a top-up or a withdrawal is priced. */
  readonly quote: QuoteId | null;
  readonly factor: GivenFactor | null;
};
type PasswordRefusal = Refusal<
  'payment_password_not_set' | 'payment_password_wrong' | 'payment_password_paused'
>;
type StepUpRefusal = PasswordRefusal | StrongFactorRefusal;
type Proof = { id: StepUpId; expiresAt: Temporal.Instant };

/**
 * Turns a right payment password, and where a rule asks for it a strong factor, into a proof for exactly this. Without the factor that a
 * rule asks for there is no proof of it, so no road can pay without.
 */
export async function createStepUp(
  deps: IdentityDeps,
  { payer, payment, paymentPassword, quote, factor }: Asked,
  client: Client,
): Promise<Result<Proof, StepUpRefusal>> {
  const { db, clock } = deps;
  const customer = payer.id;
  const known = paymentPassword === null ? ok(null) : await knows(deps, customer, paymentPassword, client);
  if (!known.ok) return known;
  const confirmed = await checkStrongFactor(deps, payer, { payment, quote, given: factor }, client);
  return db.transaction(async (tx) => {
    if (known.value) await forgetAttempts(tx, known.value);
    if (confirmed.ok) return keepProof(tx, clock, { customer, payment }, confirmed.value);
    if (isWrong(confirmed.error)) await noteFailure(tx, clock, { customer, what: 'payment_factor' });
    return confirmed;
  });
}

type Counter = { readonly rule: typeof PAYMENT_PASSWORD; readonly of: readonly [CustomerId] };

/** Whether it is the payment password; the try is charged before it is looked at. Answers the counter, to be forgotten. */
async function knows(
  { db, clock, keys }: IdentityDeps,
  customer: CustomerId,
  paymentPassword: string,
  client: Client,
): Promise<Result<Counter, PasswordRefusal>> {
  const sealed = await store.findPaymentPassword(db.read, customer);
  if (!sealed) return err({ code: 'payment_password_not_set' });
  const counter: Counter = { rule: PAYMENT_PASSWORD, of: [customer] };
  const charge = await chargeAttempt(db, clock, counter, (tx) => tellPaused(tx, clock, customer, client));
  if (!charge.allowed) return err({ code: 'payment_password_paused', until: charge.until.toString() });
  const isRight = await isPassword(
    openPassword(keys, sealed, paymentPasswordOf(customer)),
    readDigits(paymentPassword) ?? '',
  );
  if (isRight) return ok(counter);
  await db.transaction((tx) => noteFailure(tx, clock, { customer, what: 'payment_password' }));
  return err({ code: 'payment_password_wrong', left: charge.left });
}

/** A factor was given and looked at, and was another one. */
const isWrong = ({ code }: StrongFactorRefusal): boolean =>
  code === 'factor_code_wrong' || code === 'passkey_refused';

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
