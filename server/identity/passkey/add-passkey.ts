import type { z } from 'zod';
import type { passkeyApi, PasskeyMade } from '#common/api/passkey';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { newId } from '#platform/ids';
import type { IdentityDeps } from '../deps.ts';
import { findCustomer } from '../profile/store.ts';
import { type Owner, tellChange } from '../second-factor/authenticator.ts';
import { factorsOf, waysOf } from '../second-factor/factors.ts';
import { makeRecoveryCodes } from '../second-factor/make-recovery-codes.ts';
import { saveAccessProof } from '../second-factor/store.ts';
import type { Client } from '../session/client.ts';
import { makeChallenge, takeChallengeOf } from './challenge.ts';
import { ALGORITHMS, CHALLENGE_MINUTES, type Passkey, PASSKEYS_MAX, userHandleOf } from './passkey.ts';
import * as store from './store.ts';

const webauthn = () => import('@simplewebauthn/server');
type Offer = z.input<(typeof passkeyApi)['offerPasskey']['ok']>;

/** What the browser needs to make a passkey: discoverable, so that it signs in alone, and asking who holds it. */
export async function offerPasskey(
  deps: IdentityDeps,
  { id: customer, sessionId }: Owner,
): Promise<Result<Offer, Refusal<'passkey_refused'>>> {
  const { db, relyingParty } = deps;
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'who is signed in exists');
  const held = await store.listPasskeys(db.read, customer);
  if (relyingParty.id === null || held.length >= PASSKEYS_MAX) return err({ code: 'passkey_refused' });
  return ok({
    challenge: await makeChallenge(deps, { purpose: 'add', to: sessionId }),
    rp: { id: relyingParty.id, name: 'OKPay' },
    user: { id: userHandleOf(customer), name: known.email, displayName: known.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_MINUTES * 60_000,
    excludeCredentials: held.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports: [...transports],
    })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  });
}

/** Keeps what the authenticator has made. With the first factor come the recovery codes, shown this once. */
export async function addPasskey(
  deps: IdentityDeps,
  owner: Owner,
  { name, made }: { name: string; made: PasskeyMade },
  client: Client,
): Promise<Result<{ passkey: Passkey; recoveryCodes: string[] | null }, Refusal<'passkey_refused'>>> {
  const { db, clock } = deps;
  const challenge = await takeChallengeOf(deps, made.clientData, { purpose: 'add', to: owner.sessionId });
  const key = challenge === null ? null : await verified(deps, made, challenge);
  if (!key) return err({ code: 'passkey_refused' });
  const now = clock.now();
  const passkey: Passkey = {
    ...key,
    id: newId('pk'),
    customer: owner.id,
    name,
    transports: made.transports,
    addedAt: now,
    lastUsedAt: null,
  };
  return db.transaction(async (tx) => {
    const isFirst = waysOf(await factorsOf(tx, owner.id)).length === 0;
    if (!(await store.insertPasskey(tx, passkey))) return err({ code: 'passkey_refused' as const });
    const recoveryCodes = isFirst ? await makeRecoveryCodes(tx, deps, owner.id) : null;
    // The password was asked for minutes ago, and the authenticator has just looked at its owner: that is both.
    await saveAccessProof(tx, owner.sessionId, { by: 'factor', now });
    await tellChange(tx, deps, owner, 'second_factor_added', client);
    return ok({ passkey, recoveryCodes });
  });
}

type Key = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'backupEligible' | 'backedUp' | 'aaguid'>;

async function verified(
  { relyingParty: { id: rpId, origins } }: IdentityDeps,
  { credentialId: id, clientData, attestation, transports }: PasskeyMade,
  challenge: string,
): Promise<Key | null> {
  if (rpId === null) return null;
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { registrationInfo: made } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: clientData, attestationObject: attestation, transports: [...transports] },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...ALGORITHMS],
    });
    if (!made) return null;
    return {
      credentialId: made.credential.id,
      publicKey: made.credential.publicKey,
      counter: made.credential.counter,
      backupEligible: made.credentialDeviceType === 'multiDevice',
      backedUp: made.credentialBackedUp,
      aaguid: made.aaguid,
    };
  } catch {
    return null; // The library throws on whatever does not fit: origin, host, flags, key, broken bytes.
  }
}
