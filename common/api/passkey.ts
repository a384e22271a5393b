import { z } from 'zod';
import { meSchema } from './identity.ts';
import { route } from './route.ts';
import { idSchema, instantSchema } from './wire.ts';

/** Characters of the largest thing that an authenticator answers; keys and signatures of today need a tenth. */
const ANSWER_MAX = 20_000;
const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/);
const PASSKEY_NAME_MAX = 60;
const name = z.string().trim().min(1).max(PASSKEY_NAME_MAX);

export const passkeySchema = z
  .object({
    id: idSchema('pk'),
    name: z.string(),
    /** Whether its maker keeps a copy for the owner's other devices. */
    backedUp: z.boolean(),
    addedAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Passkey' });

const credential = z.object({
  type: z.literal('public-key'),
  id: z.string(),
  transports: z.array(z.string()),
});
/** What the browser is asked to make: WebAuthn's PublicKeyCredentialCreationOptionsJSON. */
const creationOptions = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
    timeout: z.number().int(),
    excludeCredentials: z.array(credential),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
  })
  .meta({ id: 'PasskeyCreation' });
/** What the browser is asked to sign: WebAuthn's PublicKeyCredentialRequestOptionsJSON. */
export const requestOptions = z
  .object({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.number().int(),
    allowCredentials: z.array(credential),
    userVerification: z.literal('required'),
  })
  .meta({ id: 'PasskeyRequest' });
export type PasskeyRequest = z.infer<typeof requestOptions>;

const made = z
  .object({
    credentialId: base64url(1_400),
    clientData: base64url(ANSWER_MAX),
    attestation: base64url(ANSWER_MAX),
    transports: z
      .array(
        z
          .string()
          .max(20)
          .regex(/^[a-z-]+$/),
      )
      .max(8),
  })
  .meta({ id: 'PasskeyMade', description: 'What navigator.credentials.create() answered' });
export const signedSchema = z
  .object({
    credentialId: base64url(1_400),
    clientData: base64url(ANSWER_MAX),
    authenticatorData: base64url(ANSWER_MAX),
    signature: base64url(ANSWER_MAX),
    userHandle: base64url(200).nullable(),
  })
  .meta({ id: 'PasskeySigned', description: 'What navigator.credentials.get() answered' });
export type PasskeyMade = z.infer<typeof made>;
export type PasskeySigned = z.infer<typeof signedSchema>;

export const passkeyApi = {
  passkeySignInChallenge: route({
    method: 'POST',
    path: '/api/v1/sessions/passkey-challenges',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary: 'What a passkey is to sign, to be signed in',
    body: z.object({}),
    ok: requestOptions,
    errors: ['passkey_refused'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  signInByPasskey: route({
    method: 'POST',
    path: '/api/v1/sessions/passkey',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary: 'Sign in with a passkey alone, or with it as the second factor',
    body: signedSchema,
    ok: meSchema,
    errors: ['passkey_refused'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  passkeyProofChallenge: route({
    method: 'POST',
    path: '/api/v1/access-proofs/passkey-challenges',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'What a passkey is to sign, before what protects the account is changed',
    body: z.object({}),
    ok: requestOptions,
    errors: ['passkey_refused'],
    rate: { limit: 60, seconds: 300, by: 'actor' },
  }),
  proveAccessByPasskey: route({
    method: 'POST',
    path: '/api/v1/access-proofs/passkey',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'Prove once more who you are, by a passkey',
    body: signedSchema,
    ok: z.object({ until: instantSchema }),
    errors: ['passkey_refused'],
  }),
  offerPasskey: route({
    method: 'POST',
    path: '/api/v1/passkey-offers',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'What the browser needs to make a passkey',
    body: z.object({}),
    ok: creationOptions,
    errors: ['access_proof_required', 'passkey_refused'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  addPasskey: route({
    method: 'POST',
    path: '/api/v1/passkeys',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'Keep the passkey that the browser has made; with the first factor come ten recovery codes',
    body: z.object({ name, made }),
    ok: z.object({ passkey: passkeySchema, recoveryCodes: z.array(z.string()).nullable() }),
    errors: ['access_proof_required', 'passkey_refused'],
  }),
  renamePasskey: route({
    method: 'PATCH',
    path: '/api/v1/passkeys/:id',
    access: 'customer',
    tags: ['Account'],
    summary: 'Give a passkey another name',
    params: z.object({ id: idSchema('pk') }),
    body: z.object({ name }),
    ok: passkeySchema,
  }),
  removePasskey: route({
    method: 'DELETE',
    path: '/api/v1/passkeys/:id',
    access: 'customer',
    tags: ['Account'],
    summary: 'Stop taking a passkey',
    params: z.object({ id: idSchema('pk') }),
    ok: null,
    status: 204,
    errors: ['access_proof_required'],
  }),
} as const;
