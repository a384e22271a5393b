import type { PasskeySigned } from '#common/api/passkey';
import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Reader, Tx } from '#platform/db';
import { lift, restrictionsInForce } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { checkSignature } from '../passkey/check-signature.ts';
import { listPasskeys } from '../passkey/store.ts';
import { checkOwnPassword } from '../password/check-own-password.ts';
import { checkFactor, type FactorRefusal } from '../second-factor/check-factor.ts';
import { factorsOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import * as store from './store.ts';

/** Days that browser and factor must have been in use: what came with an intruder must not let the intruder back. Source: DESIGN §9. */
export const KNOWN_DAYS = 7;

type Owner = { readonly id: CustomerId; readonly sessionId: SessionId };
export type UnfreezeProof =
  | { readonly way: 'authenticator'; readonly password: string; readonly code: string }
  | { readonly way: 'passkey'; readonly signed: PasskeySigned };
type UnfreezeRefusal =
  | Refusal<
      'restriction_over' | 'identity_check_required' | 'sign_in_failed' | 'sign_in_paused' | 'passkey_refused'
    >
  | FactorRefusal;

export type Undo = {
  readonly ways: ('passkey' | 'authenticator')[];
  readonly daysMin: number;
  readonly deviceKnownSince: Temporal.Instant | null;
};

const isOld = (since: Temporal.Instant | null | undefined, { clock }: Pick<IdentityDeps, 'clock'>): boolean =>
  since != null && Temporal.Instant.compare(since, clock.now().subtract({ hours: KNOWN_DAYS * 24 })) <= 0;

/** How this customer can undo the own freeze from this browser; no way where an identity check is needed. */
export async function undoOf(
  read: Reader,
  deps: Pick<IdentityDeps, 'clock'>,
  customer: CustomerId,
  { deviceToken }: Client,
): Promise<Undo> {
  const deviceKnownSince =
    deviceToken !== null && isTokenShaped(deviceToken)
      ? await store.deviceKnownSince(read, customer, sha256(deviceToken))
      : null;
  const ways: Undo['ways'] = [];
  if (isOld(deviceKnownSince, deps)) {
    const { authenticator } = await factorsOf(read, customer);
    if ((await listPasskeys(read, customer)).some(({ addedAt }) => isOld(addedAt, deps)))
      ways.push('passkey');
    if (isOld(authenticator?.addedAt, deps)) ways.push('authenticator');
  }
  return { ways, daysMin: KNOWN_DAYS, deviceKnownSince };
}

/**
 * The owner undoes the own freeze, however it came about. Password and authenticator code, or a passkey, which looks at its holder itself;
 * from a browser and by a factor that were there before whatever frightened the owner. Whatever else restricts the account stays.
 */
export async function unfreezeAccount(
  deps: IdentityDeps,
  owner: Owner,
  proof: UnfreezeProof,
  client: Client,
): Promise<Result<void, UnfreezeRefusal>> {
  const { db } = deps;
  const own = (await restrictionsInForce(db.read, owner.id)).filter(({ kind }) => kind === 'self_frozen');
  if (own.length === 0) return err({ code: 'restriction_over' });
  const { ways } = await undoOf(db.read, deps, owner.id, client);
  if (!ways.includes(proof.way)) return err({ code: 'identity_check_required', days: KNOWN_DAYS });
  const proven = await prove(deps, owner, proof, client);
  if (!proven.ok) return proven;
  return db.transaction(async (tx) => {
    if (!(await proven.value(tx))) return err({ code: 'factor_code_wrong' as const, left: 0 });
    // One that staff has lifted meanwhile keeps nothing frozen.
    let hasLifted = false;
    for (const { id } of own)
      hasLifted = (await lift(tx, deps.clock, id, { by: owner.id, proposal: null })).ok || hasLifted;
    if (!hasLifted) return err({ code: 'restriction_over' as const });
    await recordSecurityEvent(tx, deps.clock, owner.id, 'account_unfrozen', client);
    return ok(undefined);
  });
}

/** Looks at the proof; what it answers uses the factor up, in the transaction that acts on it. */
async function prove(
  deps: IdentityDeps,
  { id: customer, sessionId }: Owner,
  proof: UnfreezeProof,
  client: Client,
): Promise<Result<(tx: Tx) => Promise<boolean>, UnfreezeRefusal>> {
  if (proof.way === 'passkey') {
    const signature = await checkSignature(deps, proof.signed, { purpose: 'prove', to: sessionId });
    return signature?.passkey.customer === customer && isOld(signature.passkey.addedAt, deps)
      ? ok(signature.useUp)
      : err({ code: 'passkey_refused' });
  }
  const password = await checkOwnPassword(deps, customer, proof.password);
  if (!password.ok) return password;
  const factor = await checkFactor(deps, customer, { way: 'authenticator', code: proof.code }, client);
  return factor.ok ? ok(factor.value.useUp) : factor;
}
