import { z } from 'zod';
import { meSchema, passwordSchema } from './identity.ts';
import { route } from './route.ts';
import { passkeySchema } from './passkey.ts';
import { instantSchema } from './wire.ts';

/** How a second factor is typed. */
const TYPED_WAYS = ['authenticator', 'sms', 'recovery_code'] as const;
export type TypedWay = (typeof TYPED_WAYS)[number];
/** Every way to give a second factor, the strongest first. */
const FACTOR_WAYS = ['passkey', ...TYPED_WAYS] as const;
export type FactorWay = (typeof FACTOR_WAYS)[number];
const waySchema = z.enum(FACTOR_WAYS);
/** Characters of the longest code, with the spaces that people put in. */
const CODE_MAX = 40;
const typedFactor = z.object({ way: z.enum(TYPED_WAYS), code: z.string().min(1).max(CODE_MAX) });
const recoveryCodes = z
  .array(z.string())
  .meta({ description: 'Shown this once; only hashes are kept', example: ['7k2m9-qxd41'] });

/** Where a code went, most of it hidden, and when it may be sent again. */
const sentSchema = z.object({ sentTo: z.string(), againAfter: instantSchema });

/** Second factors: at sign-in, and as the owner manages them. */
export const accessApi = {
  pendingSignIn: route({
    method: 'GET',
    path: '/api/v1/pending-sign-ins/current',
    access: 'public',
    tags: ['Account'],
    summary: 'How the second factor of a sign-in can be given, after the password was right',
    ok: z.object({ ways: z.array(waySchema), expiresAt: instantSchema }),
    errors: ['sign_in_expired'],
  }),
  finishSignIn: route({
    method: 'POST',
    path: '/api/v1/sessions/second-factor',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary: 'Give the second factor and be signed in',
    body: typedFactor,
    ok: meSchema,
    errors: ['sign_in_expired', 'factor_code_wrong', 'factor_paused'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  sendSignInCode: route({
    method: 'POST',
    path: '/api/v1/pending-sign-ins/current/messages',
    access: 'public',
    tags: ['Account'],
    status: 202,
    summary: 'Send the code of the second step by text message, to who has chosen that',
    body: z.object({}),
    ok: sentSchema,
    errors: ['sign_in_expired', 'code_sent_recently', 'text_messages_stopped'],
    rate: { limit: 30, seconds: 300, by: 'ip' },
  }),
  sendProofCode: route({
    method: 'POST',
    path: '/api/v1/access-proofs/messages',
    access: 'customer',
    tags: ['Account'],
    status: 202,
    summary: 'Send a code by text message, to prove once more who you are',
    body: z.object({}),
    ok: sentSchema,
    errors: ['not_found', 'code_sent_recently', 'text_messages_stopped'],
  }),
  addSmsFactor: route({
    method: 'PUT',
    path: '/api/v1/sms-factor',
    access: 'customer',
    tags: ['Account'],
    summary: 'Take text messages to the confirmed phone as a second factor, the weakest one',
    body: z.object({}),
    ok: z.object({ recoveryCodes: recoveryCodes.nullable() }),
    errors: ['access_proof_required'],
  }),
  removeSmsFactor: route({
    method: 'DELETE',
    path: '/api/v1/sms-factor',
    access: 'customer',
    tags: ['Account'],
    summary: 'Stop taking text messages as a second factor',
    ok: null,
    status: 204,
    errors: ['access_proof_required', 'not_found'],
  }),
  secondFactors: route({
    method: 'GET',
    path: '/api/v1/second-factors',
    access: 'customer',
    tags: ['Account'],
    summary: 'What the person holds beside the password',
    ok: z.object({
      ways: z.array(waySchema),
      authenticator: z.object({ addedAt: instantSchema, lastUsedAt: instantSchema.nullable() }).nullable(),
      passkeys: z.array(passkeySchema),
      /** Null where people reach this installation by an address instead of a name: no browser makes passkeys for that. */
      passkeyHost: z.string().nullable(),
      sms: z.object({ addedAt: instantSchema }).nullable(),
      recoveryCodesLeft: z.number().int(),
      accessProvenUntil: instantSchema.nullable(),
    }),
  }),
  proveAccess: route({
    method: 'POST',
    path: '/api/v1/access-proofs',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary:
      'Prove once more who you are, before what protects the account is changed; good for ten minutes in this session',
    body: z.object({ password: passwordSchema, factor: typedFactor.nullish() }),
    ok: z.object({ until: instantSchema }),
    errors: [
      'sign_in_failed',
      'sign_in_paused',
      'access_proof_required',
      'factor_code_wrong',
      'factor_paused',
    ],
  }),
  offerAuthenticator: route({
    method: 'POST',
    path: '/api/v1/authenticator-offers',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'A secret for an authenticator app, as text and as a QR code',
    body: z.object({}),
    ok: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string(), expiresAt: instantSchema }),
    errors: ['access_proof_required'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  addAuthenticator: route({
    method: 'PUT',
    path: '/api/v1/authenticator',
    access: 'customer',
    tags: ['Account'],
    summary: 'Use the app whose code this is from now on; with the first factor come ten recovery codes',
    body: z.object({ code: z.string().min(1).max(CODE_MAX) }),
    ok: z.object({ recoveryCodes: recoveryCodes.nullable() }),
    errors: ['access_proof_required', 'offer_expired', 'offer_code_wrong'],
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  removeAuthenticator: route({
    method: 'DELETE',
    path: '/api/v1/authenticator',
    access: 'customer',
    tags: ['Account'],
    summary: 'Stop using the authenticator app',
    ok: null,
    status: 204,
    errors: ['access_proof_required', 'not_found'],
  }),
  renewRecoveryCodes: route({
    method: 'POST',
    path: '/api/v1/recovery-codes',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'Ten new recovery codes; the ones before are worth nothing',
    body: z.object({}),
    ok: z.object({ recoveryCodes }),
    errors: ['access_proof_required', 'not_found'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
} as const;
