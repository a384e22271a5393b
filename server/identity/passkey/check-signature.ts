import type { PasskeySigned } from '#common/api/passkey';
import type { IdentityDeps } from '../deps.ts';
import type { Tx } from '#platform/db';
import { type Bound, takeChallengeOf } from './challenge.ts';
import { type Passkey, userHandleOf } from './passkey.ts';
import * as store from './store.ts';

/** Loaded with the first passkey: a quarter of a second that no start needs. */
const webauthn = () => import('@simplewebauthn/server');

export type Signature = {
  readonly passkey: Passkey;
  /** Notes the use, in the transaction that acts on it. False when a copy of the authenticator was faster. */
  readonly useUp: (tx: Tx) => Promise<boolean>;
};

/**
 * Looks at what an authenticator has signed: for this challenge, by a passkey we know, on a page of ours, with its owner checked by
 * the authenticator. Null whatever is wrong: who guesses learns nothing.
 */
export async function checkSignature(
  deps: IdentityDeps,
  signed: PasskeySigned,
  bound: Bound,
): Promise<Signature | null> {
  const { db, clock, relyingParty } = deps;
  const challenge = await takeChallengeOf(deps, signed.clientData, bound);
  const passkey = await store.findByCredential(db.read, signed.credentialId);
  if (challenge === null || !passkey || relyingParty.id === null) return null;
  if (signed.userHandle !== null && signed.userHandle !== userHandleOf(passkey.customer)) return null;
  const used = await verified(signed, passkey, {
    challenge,
    rpId: relyingParty.id,
    origins: relyingParty.origins,
  });
  return (
    used && {
      passkey,
      useUp: (tx) => store.noteUse(tx, passkey.id, { ...used, now: clock.now() }),
    }
  );
}

type Expected = { readonly challenge: string; readonly rpId: string; readonly origins: readonly string[] };

async function verified(
  { credentialId: id, clientData, authenticatorData, signature }: PasskeySigned,
  { publicKey, counter }: Passkey,
  { challenge, rpId, origins }: Expected,
): Promise<{ counter: number; backedUp: boolean } | null> {
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified: isGood, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: clientData, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
    });
    return isGood
      ? { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp }
      : null;
  } catch {
    return null; // The library throws on whatever does not fit: origin, host, flags, counter, broken bytes.
  }
}
