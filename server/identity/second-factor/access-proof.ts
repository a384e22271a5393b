import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { checkOwnPassword } from '../password/check-own-password.ts';
import type { Client } from '../session/client.ts';
import { checkFactor, type FactorRefusal, type TypedFactor } from './check-factor.ts';
import { factorsOf, waysOf } from './factors.ts';
import * as store from './store.ts';

/** Minutes in which a person who has just proven to be there may change what protects the account. */
const ACCESS_PROOF_MINUTES = 10;

type Owner = { readonly id: CustomerId; readonly sessionId: SessionId };
type Proof = { readonly password: string; readonly factor: TypedFactor | null };
export type AccessProofRefusal =
  | Refusal<'sign_in_failed' | 'sign_in_paused' | 'access_proof_required'>
  | FactorRefusal;

/** Password, and the second factor of who holds one, once more inside of a session: an unlocked phone is not its owner. */
export async function proveAccess(
  deps: IdentityDeps,
  { id: customer, sessionId }: Owner,
  { password, factor }: Proof,
  client: Client,
): Promise<Result<{ until: Temporal.Instant }, AccessProofRefusal>> {
  const { db, clock } = deps;
  const needsFactor = waysOf(await factorsOf(db.read, customer)).length > 0;
  if (needsFactor && !factor) return err({ code: 'access_proof_required' });
  const checked = await checkOwnPassword(deps, customer, password);
  if (!checked.ok) return checked;
  const proven = needsFactor && factor ? await checkFactor(deps, customer, factor, client) : null;
  if (proven && !proven.ok) return proven;
  const now = clock.now();
  const isKept = await db.transaction(async (tx) => {
    if (proven && !(await proven.value.useUp(tx))) return false;
    await store.saveAccessProof(tx, sessionId, { by: proven ? 'factor' : 'password', now });
    return true;
  });
  return isKept
    ? ok({ until: now.add({ minutes: ACCESS_PROOF_MINUTES }) })
    : err({ code: 'factor_code_wrong', left: proven?.value.left ?? 0 });
}

/** Until when this session may change what protects the account; null when it must prove access first. */
export async function accessProvenUntil(
  q: Reader,
  { clock }: Pick<IdentityDeps, 'clock'>,
  { id, sessionId }: Owner,
): Promise<Temporal.Instant | null> {
  const proof = await store.findAccessProof(q, sessionId);
  if (!proof) return null;
  const until = proof.at.add({ minutes: ACCESS_PROOF_MINUTES });
  if (until.epochMilliseconds <= clock.now().epochMilliseconds) return null;
  // A password alone was enough only as long as there was no factor.
  return proof.by === 'factor' || waysOf(await factorsOf(q, id)).length === 0 ? until : null;
}

export async function requireAccessProof(
  deps: Pick<IdentityDeps, 'db' | 'clock'>,
  owner: Owner,
): Promise<Result<void, Refusal<'access_proof_required'>>> {
  return (await accessProvenUntil(deps.db.read, deps, owner)) === null
    ? err({ code: 'access_proof_required' })
    : ok(undefined);
}
