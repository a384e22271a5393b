import { z } from 'zod';
import { passwordSchema } from './identity.ts';
import { route } from './route.ts';
import { instantSchema, reasonSchema } from './wire.ts';

const login = z.string().min(1).max(254);
const PASSWORD_REFUSALS = [
  'password_too_short',
  'password_too_long',
  'password_common',
  'password_personal',
] as const;
/** After a reset: sign in with the new password, or, for who holds one, give the second factor at once. */
const reset = z.object({ next: z.enum(['sign_in', 'second_factor']) });

/** Ways back in, and what waits afterwards. */
export const recoveryApi = {
  requestReset: route({
    method: 'POST',
    path: '/api/v1/password-resets',
    access: 'public',
    tags: ['Account'],
    status: 202,
    summary: 'Ask for a link by mail or a code by phone, to choose a new password',
    description: 'Answers the same, after the same work, whether or not somebody has this address.',
    body: z.object({ login, by: z.enum(['email', 'phone']) }),
    ok: z.object({ by: z.enum(['email', 'phone']) }),
    errors: ['text_messages_stopped'],
    rate: { limit: 20, seconds: 3600, by: 'ip' },
  }),
  resetByLink: route({
    method: 'POST',
    path: '/api/v1/password-resets/link',
    access: 'public',
    tags: ['Account'],
    summary: 'Choose a new password by the token of the mail’s link; every session ends',
    body: z.object({ token: z.string().min(10).max(200), password: passwordSchema }),
    ok: reset,
    errors: ['reset_not_valid', ...PASSWORD_REFUSALS],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  resetByCode: route({
    method: 'POST',
    path: '/api/v1/password-resets/code',
    access: 'public',
    tags: ['Account'],
    summary: 'Choose a new password by the code sent to the phone; every session ends',
    body: z.object({ login, code: z.string().min(1).max(12), password: passwordSchema }),
    ok: reset,
    errors: ['reset_not_valid', ...PASSWORD_REFUSALS],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  changePassword: route({
    method: 'PUT',
    path: '/api/v1/password',
    access: 'customer',
    tags: ['Account'],
    status: 204,
    summary: 'Choose a new sign-in password, after a proof of who you are; other sessions end',
    body: z.object({ password: passwordSchema }),
    ok: null,
    errors: ['access_proof_required', ...PASSWORD_REFUSALS],
  }),
  waiting: route({
    method: 'GET',
    path: '/api/v1/waiting-capabilities',
    access: 'customer',
    tags: ['Account'],
    summary: 'What rests after the protection of the account has changed, why, and until when',
    ok: z.object({
      items: z.array(
        z.object({ capability: z.literal('withdraw'), since: instantSchema, reason: reasonSchema }),
      ),
    }),
  }),
} as const;
