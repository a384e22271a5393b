import type { CustomerId, SessionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { checkOwnPassword } from '../password/check-own-password.ts';
import type { Client } from '../session/client.ts';
import { checkFactor, type FactorRefusal, type TypedFactor, type UseUp } from './check-factor.ts';
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
  const { db } = deps;
  const needsFactor = waysOf(await factorsOf(db.read, customer)).length > 0;
  if (needsFactor && !factor) return err({ code: 'access_proof_required' });
  const checked = await checkOwnPassword(deps, customer, password);
  if (!checked.ok) return checked;
  const proven = needsFactor && factor ? await checkFactor(deps, customer, factor, client) : null;
  if (proven && !proven.ok) return proven;
  const until = proven
    ? await saveProof(deps, sessionId, proven.value.useUp)
    : await saveProof(deps, sessionId, null);
  return until ? ok({ until }) : err({ code: 'factor_code_wrong', left: proven?.value.left ?? 0 });
}

/** Keeps that this session was proven, by password alone or, using it up, by a second factor. Null when another request used that up. */
export async function saveProof(
  { db, clock }: Pick<IdentityDeps, 'db' | 'clock'>,
  session: SessionId,
  useUp: UseUp | null,
): Promise<Temporal.Instant | null> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    if (useUp && !(await useUp(tx))) return null;
    await store.saveAccessProof(tx, session, { by: useUp ? 'factor' : 'password', now });
    return now.add({ minutes: ACCESS_PROOF_MINUTES });
  });
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
