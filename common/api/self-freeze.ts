import { z } from 'zod';
import { PASSWORD_INPUT_MAX } from './identity.ts';
import { signedSchema } from './passkey.ts';
import { BLOCKABLE, toldRestrictionSchema } from './restriction.ts';
import { route } from './route.ts';
import { instantSchema } from './wire.ts';

const STRONG_WAYS = ['passkey', 'authenticator'] as const;
/** Longest token of a link in a mail. */
const TOKEN_MAX = 600;
/** Characters of the longest code, with the spaces that people put in. */
const CODE_MAX = 40;

export const accountStatusSchema = z
  .object({
    status: z.enum(['active', 'self_frozen', 'closing', 'restricted']),
    restrictions: z.array(toldRestrictionSchema),
    /** What works now, and what does not. */
    allowed: z.array(z.enum(BLOCKABLE)),
    blocked: z.array(z.enum(BLOCKABLE)),
    /** How the owner can undo the own freeze from here at once; null where nothing is to undo. */
    undo: z
      .object({
        ways: z.array(z.enum(STRONG_WAYS)).meta({ description: 'Empty: an identity check is needed' }),
        daysMin: z.number().int(),
        deviceKnownSince: instantSchema.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'AccountStatus' });

/** The owner's own freeze: at once, by anybody who is signed in; undone by nobody but the owner. */
export const selfFreezeApi = {
  accountStatus: route({
    method: 'GET',
    path: '/api/v1/account-status',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'What is blocked on the account and what works, why, since when, who acts next and by when',
    ok: accountStatusSchema,
  }),
  freezeAccount: route({
    method: 'POST',
    path: '/api/v1/self-freezes',
    access: 'customer_pending',
    tags: ['Account'],
    status: 201,
    summary: 'Freeze the own account at once; every other session ends',
    description: 'Asks for nothing but the session: whoever is afraid must not have to look for a password.',
    body: z.object({}),
    ok: accountStatusSchema,
  }),
  unfreezeAccount: route({
    method: 'POST',
    path: '/api/v1/self-freezes/undoings',
    access: 'customer',
    tags: ['Account'],
    summary: 'Undo the own freeze, from a known browser, by a passkey or by password and authenticator code',
    body: z.object({
      proof: z.discriminatedUnion('way', [
        z.object({
          way: z.literal('authenticator'),
          password: z.string().min(1).max(PASSWORD_INPUT_MAX),
          code: z.string().min(1).max(CODE_MAX),
        }),
        z.object({ way: z.literal('passkey'), signed: signedSchema }),
      ]),
    }),
    ok: accountStatusSchema,
    errors: [
      'restriction_over',
      'identity_check_required',
      'sign_in_failed',
      'sign_in_paused',
      'factor_code_wrong',
      'factor_paused',
      'passkey_refused',
    ],
    rate: { limit: 30, seconds: 300, by: 'actor' },
  }),
  disown: route({
    method: 'POST',
    path: '/api/v1/disownings',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary:
      '“This wasn’t me”: freeze the account and end all its sessions, by the link of a security notice',
    body: z.object({ token: z.string().min(10).max(TOKEN_MAX) }),
    ok: z.object({ frozenAt: instantSchema }),
    errors: ['disown_link_not_valid'],
    rate: { limit: 30, seconds: 300, by: 'ip' },
  }),
} as const;
