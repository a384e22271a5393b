import type { PasskeyRequest } from '#common/api/passkey';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { randomToken, sha256 } from '#platform/crypto';
import type { IdentityDeps } from '../deps.ts';
import { CHALLENGE_MINUTES, type ChallengePurpose, type Passkey } from './passkey.ts';
import * as store from './store.ts';

/** Whose challenge it is: a session's id, or the token of a browser that is not signed in. */
export type Bound = { readonly purpose: ChallengePurpose; readonly to: string };

/** A challenge to sign: 256 random bits of which only the hash is kept. */
export async function makeChallenge(
  { db, clock }: Pick<IdentityDeps, 'db' | 'clock'>,
  { purpose, to }: Bound,
): Promise<string> {
  const challenge = randomToken();
  const now = clock.now();
  const expiresAt = now.add({ minutes: CHALLENGE_MINUTES });
  await store.insertChallenge(
    db.read,
    { hash: sha256(challenge), purpose, boundTo: sha256(to) },
    { now, expiresAt },
  );
  return challenge;
}

/** The challenge that an answer names, if it is ours, still good, and of this session; it is good for no other answer. */
export async function takeChallengeOf(
  { db, clock }: Pick<IdentityDeps, 'db' | 'clock'>,
  clientData: string,
  { purpose, to }: Bound,
): Promise<string | null> {
  const challenge = challengeIn(clientData);
  if (challenge === null) return null;
  const taken = { hash: sha256(challenge), purpose, boundTo: sha256(to) };
  return (await store.takeChallenge(db.read, taken, clock.now())) ? challenge : null;
}

/** What the browser says that it was asked to sign; the signature, looked at later, covers it. */
function challengeIn(clientData: string): string | null {
  try {
    const told: unknown = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8'));
    const challenge: unknown =
      typeof told === 'object' && told !== null ? Reflect.get(told, 'challenge') : null;
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null; // No JSON, so it names none.
  }
}

/** Asks for a signature by one of these passkeys; by any of ours where nobody is known yet. */
export async function askForSignature(
  deps: IdentityDeps,
  bound: Bound,
  among: readonly Passkey[],
): Promise<Result<PasskeyRequest, Refusal<'passkey_refused'>>> {
  const { id: rpId } = deps.relyingParty;
  if (rpId === null) return err({ code: 'passkey_refused' });
  return ok({
    challenge: await makeChallenge(deps, bound),
    rpId,
    timeout: CHALLENGE_MINUTES * 60_000,
    allowCredentials: among.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports: [...transports],
    })),
    userVerification: 'required',
  });
}
