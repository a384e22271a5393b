import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { passkeyApi, type PasskeyMade, type PasskeyRequest, type PasskeySigned } from '#common/api/passkey';
import * as m from '#messages';
import { call } from '#web/call.ts';
import { Said } from '#web/said.ts';
import type { Me } from '../session.ts';

/** Loaded by who uses a passkey; nobody else waits for it. */
const webauthn = () => import('@simplewebauthn/browser');

/** Whether this browser can use passkeys on this page: never under an address without a name. */
export const hasPasskeys = (): boolean =>
  'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname);

/** What went wrong, in words for the person. Browsers tell a closed dialog and a missing passkey alike. */
function saidOf(error: unknown): Said {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return new Said(m.customer_passkey_taken());
  return new Said(
    name === 'NotAllowedError' || name === 'AbortError'
      ? m.customer_passkey_not_given()
      : m.customer_passkey_failed(),
  );
}

/** Has a passkey sign what the server asked. */
export async function sign(options: PasskeyRequest): Promise<PasskeySigned> {
  const { startAuthentication } = await webauthn();
  const { id, response } = await startAuthentication({ optionsJSON: options }).catch((error: unknown) => {
    throw saidOf(error);
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    credentialId: id,
    clientData: clientDataJSON,
    authenticatorData,
    signature,
    userHandle: userHandle ?? null,
  };
}

/** Has the device, or a security key, make a passkey. */
export async function make(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyMade> {
  const { startRegistration } = await webauthn();
  const { id, response } = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw saidOf(error);
  });
  return {
    credentialId: id,
    clientData: response.clientDataJSON,
    attestation: response.attestationObject,
    transports: response.transports ?? [],
  };
}

/** Signs in by a passkey, alone or as the second step. */
export async function signInByPasskey(): Promise<Me> {
  const options = await call(passkeyApi.passkeySignInChallenge, { body: {} });
  return call(passkeyApi.signInByPasskey, { body: await sign(options) });
}

export async function proveByPasskey(): Promise<void> {
  const options = await call(passkeyApi.passkeyProofChallenge, { body: {} });
  await call(passkeyApi.proveAccessByPasskey, { body: await sign(options) });
}
