import type { PasskeySigned } from '#common/api/passkey';
import type { CustomerId, QuoteId, SessionId } from '#common/id';
import { compare } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Reader } from '#platform/db';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { QuoteRefusal } from '#operations';
import {
  type FactorAsked,
  type FactorMissing,
  recordDecision,
  type PayoutFactorMissing,
  tellFactor,
  tellPayoutFactor,
  tellTopUpFactor,
  type TopUpFactor,
} from '#risk';
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
export type StrongFactorRefusal =
  | Refusal<'strong_factor_payout'>
  | FactorAsked
  | FactorMissing
  | TopUpFactor
  | PayoutFactorMissing
  | QuoteRefusal
  | Refusal<'passkey_refused'>
  | FactorRefusal;
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
  { payment, quote, given }: { payment: Payment; quote: QuoteId | null; given: GivenFactor | null },
  client: Client,
): Promise<Result<Confirmed, StrongFactorRefusal>> {
  const { db, clock } = deps;
  const { action, amount } = payment;
  if (isNoPayment(action)) {
    const asks = await payoutAsks(deps, customer, { action, amount });
    if (!asks.ok) return asks;
    // Whoever has no factor may still be asked for one by a rule: there is nothing to give then, but something to set up.
    if (!asks.value)
      return action === 'withdrawal' || action === 'cross_border'
        ? assessWithoutFactor(deps, customer, { payment: { ...payment, action }, quote }, client)
        : ok(null);
    return given
      ? check(deps, { customer, sessionId }, { payment, given }, client)
      : err({ code: 'strong_factor_payout' });
  }
  const assessed = await deps.assess({
    ...payment,
    action,
    payer: customer,
    quote,
    device: deviceOf(client),
  });
  if (!assessed.ok) return assessed;
  const { verdict, payee } = assessed.value;
  if (!verdict.needsFactor) return ok(null);
  if (!given) {
    const asked = { about: action, stage: 'proof', payer: customer, payee, operation: null } as const;
    await db.transaction((tx) => recordDecision(tx, clock, { ...asked, amount, verdict }));
    const holding = { holdsOne: await holdsStrongFactor(db.read, customer) };
    return err(action === 'top_up' ? tellTopUpFactor(amount, holding) : tellFactor(verdict, holding));
  }
  return check(deps, { customer, sessionId }, { payment, given }, client);
}

/** Money for a bank, or a change of where money goes or comes from. */
const isNoPayment = (
  action: Payment['action'],
): action is Exclude<Payment['action'], 'transfer' | 'top_up'> =>
  action !== 'transfer' && action !== 'top_up';

/** A withdrawal of who has no strong factor: what the rules say of it. */
async function assessWithoutFactor(
  { assess, db, clock }: IdentityDeps,
  payer: CustomerId,
  {
    payment,
    quote,
  }: {
    payment: Payment & { readonly action: 'withdrawal' | 'cross_border' };
    quote: QuoteId | null;
  },
  client: Client,
): Promise<Result<null, PayoutFactorMissing | QuoteRefusal>> {
  const { amount } = payment;
  const asked = { ...payment, payer, quote, device: deviceOf(client) };
  const assessed = await assess(asked);
  if (!assessed.ok) return assessed;
  const { verdict } = assessed.value;
  if (!verdict.needsFactor) return ok(null);
  const hit = { about: 'withdrawal', stage: 'proof', payer, payee: null, operation: null } as const;
  await db.transaction((tx) => recordDecision(tx, clock, { ...hit, amount, verdict }));
  return err(tellPayoutFactor(amount));
}

/**
 * Whether money that leaves for a bank, or a change of where it goes, asks for the strong factor: of whoever has one, always; whoever has none
 * pays out small sums by the payment password alone.
 */
async function payoutAsks(
  { db, payoutFactorAbove }: IdentityDeps,
  customer: CustomerId,
  { action, amount }: Pick<Payment, 'action' | 'amount'>,
): Promise<Result<boolean, FactorMissing>> {
  if (await holdsStrongFactor(db.read, customer)) return ok(true);
  const way = action === 'cross_border' ? action : 'withdrawal';
  const above = await payoutFactorAbove(way, amount.currency);
  return above && compare(amount, above) > 0 ? err({ code: 'strong_factor_missing', above }) : ok(false);
}

/** Whether what was given is this customer's strong factor, for exactly this. */
async function check(
  deps: IdentityDeps,
  { customer, sessionId }: { customer: CustomerId; sessionId: SessionId },
  { payment, given }: { payment: Payment; given: GivenFactor },
  client: Client,
): Promise<Result<Confirmed, StrongFactorRefusal>> {
  if (given.way === 'authenticator') {
    const checked = await checkFactor(deps, customer, given, client);
    return checked.ok ? ok({ factor: 'authenticator', useUp: checked.value.useUp }) : checked;
  }
  const signature = await checkSignature(deps, given.signed, boundToPayment(sessionId, payment));
  return signature?.passkey.customer === customer
    ? ok({ factor: 'passkey', useUp: signature.useUp })
    : err({ code: 'passkey_refused' });
}

/** Whether there is something that a rule can ask for. */
export async function holdsStrongFactor(read: Reader, customer: CustomerId): Promise<boolean> {
  const { authenticator, passkeys } = await factorsOf(read, customer);
  return authenticator !== null || passkeys > 0;
}

const deviceOf = ({ deviceToken }: Client): Uint8Array | null =>
  deviceToken !== null && isTokenShaped(deviceToken) ? sha256(deviceToken) : null;
