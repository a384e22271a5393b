import type { TypedWay } from '#common/api/access';
import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result, unreachable } from '#common/result';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { chargeTry, settleTries, type Trier } from '../attempts/trier.ts';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { customersKnownTo } from '../session/known-device.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { recordTry } from '../sign-in-history/record-try.ts';
import { checkCode } from '../verification/check-code.ts';
import { useCode } from '../verification/store.ts';
import { totpSecretOf } from './authenticator.ts';
import { FACTOR_DOOR } from './factors.ts';
import { readRecoveryCode, RECOVERY_PURPOSE, recoveryText } from './recovery-code.ts';
import * as store from './store.ts';
import { matchingStep, NO_SECRET } from './totp.ts';

export type TypedFactor = { readonly way: TypedWay; readonly code: string };
export type FactorRefusal = Refusal<'factor_code_wrong' | 'factor_paused'>;
/** Uses what was proven up, in the transaction that acts on it. False when another request did so before. */
export type UseUp = (tx: Tx) => Promise<boolean>;

/** Looks at a second factor. The try is charged before, and stays charged unless the factor is used up. */
export async function checkFactor(
  deps: IdentityDeps,
  customer: CustomerId,
  typed: TypedFactor,
  client: Client,
): Promise<Result<{ useUp: UseUp; left: number }, FactorRefusal>> {
  const { db, clock } = deps;
  const known = await customersKnownTo(db.read, client);
  const trier: Trier = { name: customer, isKnownDevice: known.includes(customer), client };
  const charge = await chargeTry(deps, FACTOR_DOOR, trier, async (tx) => {
    await recordSecurityEvent(tx, clock, customer, 'second_factor_paused', client);
    await publish(tx, clock, { type: 'customer.second_factor_paused', customerId: customer });
  });
  if (!charge.ok) {
    await recordTry(deps, customer, 'sign_in_refused', client);
    return err({ code: 'factor_paused', until: charge.until });
  }
  const use = await useOf(deps, customer, typed, client);
  if (!use) {
    await recordTry(deps, customer, 'second_factor_wrong', client);
    return err({ code: 'factor_code_wrong', left: charge.left });
  }
  const useUp: UseUp = async (tx) => {
    if (!(await use(tx))) return false;
    await settleTries(tx, clock, FACTOR_DOOR, trier);
    return true;
  };
  return ok({ useUp, left: charge.left });
}

function useOf(
  deps: IdentityDeps,
  customer: CustomerId,
  { way, code }: TypedFactor,
  client: Client,
): Promise<UseUp | null> {
  switch (way) {
    case 'authenticator':
      return useOfStep(deps, customer, code);
    case 'sms':
      return useOfMessage(deps, customer, code);
    case 'recovery_code':
      return useOfRecoveryCode(deps, customer, code, client);
    default:
      return unreachable(way);
  }
}

async function useOfStep(
  { db, clock, keys, authenticatorClock }: IdentityDeps,
  customer: CustomerId,
  code: string,
): Promise<UseUp | null> {
  const held = await store.findAuthenticator(db.read, customer);
  const secret = held ? keys.decrypt(held.box, totpSecretOf(customer)) : NO_SECRET;
  const lastStep = held?.lastStep ?? 0;
  const step = await matchingStep(secret, code, { clock: authenticatorClock, lastStep });
  return held && step !== null ? (tx) => store.takeStep(tx, customer, { step, now: clock.now() }) : null;
}

async function useOfMessage(deps: IdentityDeps, customer: CustomerId, typed: string): Promise<UseUp | null> {
  const checked = await checkCode(deps, { customer, purpose: 'sign_in' }, typed);
  if (!checked.ok) return null;
  const { secretHash } = checked.value;
  return async (tx) =>
    (await useCode(tx, { customer, purpose: 'sign_in', secretHash }, deps.clock.now())) &&
    store.noteSmsUse(tx, customer, deps.clock.now());
}

async function useOfRecoveryCode(
  { db, clock, keys }: IdentityDeps,
  customer: CustomerId,
  typed: string,
  client: Client,
): Promise<UseUp | null> {
  const code = readRecoveryCode(typed);
  if (code === null) return null;
  const open = await store.openRecoveryCodes(db.read, customer);
  const match = open.find(({ hash }) => keys.verify(RECOVERY_PURPOSE, recoveryText(customer, code), hash));
  if (!match) return null;
  return async (tx) => {
    if (!(await store.takeRecoveryCode(tx, match.id, clock.now()))) return false;
    await recordSecurityEvent(tx, clock, customer, 'recovery_code_used', client);
    await publish(tx, clock, { type: 'customer.recovery_code_used', customerId: customer });
    return true;
  };
}
