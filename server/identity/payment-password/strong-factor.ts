import type { PasskeySigned } from '#common/api/passkey';
import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { isTokenShaped, sha256 } from '#platform/crypto';
import { type FactorAsked, type FactorMissing, recordDecision, tellFactor } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import type { Bound } from '../passkey/challenge.ts';
import { checkSignature } from '../passkey/check-signature.ts';
import { checkFactor, type FactorRefusal, type UseUp } from '../second-factor/check-factor.ts';
import { factorsOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import type { Payment, StrongFactor } from './payment-password.ts';

export type GivenFactor =
  | { readonly way: 'authenticator'; readonly code: string }
  | { readonly way: 'passkey'; readonly signed: PasskeySigned };
export type StrongFactorRefusal = FactorAsked | FactorMissing | Refusal<'passkey_refused'> | FactorRefusal;
type Payer = { readonly id: CustomerId; readonly sessionId: SessionId };
/** Null: this payment asks for none. */
export type Confirmed = { readonly factor: StrongFactor; readonly useUp: UseUp } | null;

/** What a passkey signs for: this payment in this session. Another amount, currency or payee is another challenge. */
export const boundToPayment = (
  session: SessionId,
  { action, amount: { minor, currency }, payee }: Payment,
): Bound => ({ purpose: 'pay', to: `${session} ${action} ${minor} ${currency} ${payee}` });

/** Looks at the strong factor of a payment that asks for one. Nothing is used up yet. */
export async function checkStrongFactor(
  deps: IdentityDeps,
  { id: customer, sessionId }: Payer,
  { payment, given }: { payment: Payment; given: GivenFactor | null },
  client: Client,
): Promise<Result<Confirmed, StrongFactorRefusal>> {
  const { db, clock } = deps;
  const { amount, payee: reference } = payment;
  const device = deviceOf(client);
  const { verdict, payee } = await deps.assess({ payer: customer, payee: reference, amount, device });
  if (!verdict.needsFactor) return ok(null);
  if (!given) {
    const asked = { stage: 'proof', payer: customer, payee, operation: null, amount, verdict } as const;
    await db.transaction((tx) => recordDecision(tx, clock, asked));
    const { authenticator, passkeys } = await factorsOf(db.read, customer);
    return err(tellFactor(verdict, { holdsOne: authenticator !== null || passkeys > 0 }));
  }
  if (given.way === 'authenticator') {
    const checked = await checkFactor(deps, customer, given, client);
    return checked.ok ? ok({ factor: 'authenticator', useUp: checked.value.useUp }) : checked;
  }
  const signature = await checkSignature(deps, given.signed, boundToPayment(sessionId, payment));
  return signature?.passkey.customer === customer
    ? ok({ factor: 'passkey', useUp: signature.useUp })
    : err({ code: 'passkey_refused' });
}

const deviceOf = ({ deviceToken }: Client): Uint8Array | null =>
  deviceToken !== null && isTokenShaped(deviceToken) ? sha256(deviceToken) : null;
