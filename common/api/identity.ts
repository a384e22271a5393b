import { z } from 'zod';
import { route } from './route.ts';
import { idSchema, instantSchema, localeSchema, pageOf, pageQuery, timeZoneSchema } from './wire.ts';

/** Characters of the longest password; more would only cost time. NIST SP 800-63B asks for at least 64. */
export const PASSWORD_MAX = 256;
/** UTF-16 units taken in for one, so that a password of 256 emoji is judged by its characters, with a reason. */
export const PASSWORD_INPUT_MAX = 2048;
export const passwordSchema = z.string().min(1).max(PASSWORD_INPUT_MAX);
const password = passwordSchema;
const email = z.string().max(254);
const phone = z
  .string()
  .max(32)
  .meta({ description: 'With country code, e.g. +86 138 0000 6620', example: '+8613800006620' });

const findableSchema = z.object({ email: z.boolean(), phone: z.boolean(), handle: z.boolean() });

export const meSchema = z
  .object({
    id: idSchema('cus'),
    name: z.string(),
    email: z.string(),
    phone: z.string(),
    handle: z.string().nullable(),
    locale: localeSchema,
    timeZone: z.string(),
    emailVerified: z.boolean(),
    phoneVerified: z.boolean(),
    hasPaymentPassword: z.boolean(),
    /** By what others can find this person to pay. */
    findableBy: findableSchema,
    termsVersion: z.string(),
    termsAcceptedAt: instantSchema,
    createdAt: instantSchema,
  })
  .meta({ id: 'Me' });

/** Where a network is, by the operator’s data; null where they say nothing. */
const placeSchema = z.object({ country: z.string(), city: z.string().nullable() }).nullable();

export const sessionSchema = z
  .object({
    id: idSchema('ses'),
    device: z.string(),
    ip: z.string(),
    place: placeSchema,
    createdAt: instantSchema,
    lastSeenAt: instantSchema,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

/** What the list of security events can hold; each has a sentence on the screen. */
export const SECURITY_EVENT_KINDS = [
  'registered',
  'signed_in',
  'signed_in_new_device',
  'password_wrong',
  'second_factor_asked',
  'second_factor_wrong',
  'sign_in_refused',
  'sign_in_paused',
  'signed_out',
  'session_ended',
  'other_sessions_ended',
  'email_verified',
  'phone_verified',
  'email_changed',
  'phone_changed',
  'handle_changed',
  'password_changed',
  'payment_password_set',
  'payment_password_paused',
  'second_factor_added',
  'second_factor_removed',
  'second_factor_paused',
  'recovery_codes_made',
  'recovery_code_used',
  'account_frozen',
  'account_unfrozen',
  'access_requested',
  'access_restored',
  'phrase_changed',
  'security_questions_changed',
  'closing_started',
  'closing_taken_back',
  'account_closed',
  'data_exported',
  'statement_issued',
] as const;
export type SecurityEventKind = (typeof SECURITY_EVENT_KINDS)[number];
/** Those that are tries to get in, with what came of them. */
export const SIGN_IN_KINDS = [
  'signed_in',
  'signed_in_new_device',
  'password_wrong',
  'second_factor_asked',
  'second_factor_wrong',
  'second_factor_paused',
  'sign_in_paused',
  'sign_in_refused',
  'recovery_code_used',
] as const satisfies readonly SecurityEventKind[];

export const securityEventSchema = z
  .object({
    id: z.string(),
    at: instantSchema,
    kind: z.enum(SECURITY_EVENT_KINDS),
    device: z.string().nullable(),
    ip: z.string().nullable(),
    place: placeSchema,
  })
  .meta({ id: 'SecurityEvent' });

export const identityApi = {
  register: route({
    method: 'POST',
    path: '/api/v1/registrations',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary: 'Open an account',
    description:
      'Answers the same whether or not the address is already known; who owns it learns so by mail.',
    body: z.object({
      name: z.string().max(200),
      email,
      phone,
      handle: z.string().max(40).nullish(),
      password,
      termsVersion: z.string().max(40),
      locale: localeSchema,
    }),
    ok: z.object({ email: z.string(), next: z.literal('verify') }),
    errors: [
      'name_not_usable',
      'email_not_usable',
      'phone_not_usable',
      'handle_taken',
      'handle_not_usable',
      'terms_outdated',
      'password_too_short',
      'password_too_long',
      'password_common',
      'password_personal',
    ],
    rate: { limit: 120, seconds: 3600, by: 'ip' },
  }),
  checkPassword: route({
    method: 'POST',
    path: '/api/v1/password-checks',
    access: 'public',
    tags: ['Account'],
    summary: 'How strong a password is, and why it would be refused',
    body: z.object({
      password: z.string().max(PASSWORD_INPUT_MAX),
      context: z.array(z.string().max(254)).max(5),
    }),
    ok: z.object({
      strength: z.number().int().min(0).max(4),
      refusal: z
        .enum(['password_too_short', 'password_too_long', 'password_common', 'password_personal'])
        .nullable(),
    }),
    rate: { limit: 240, seconds: 60, by: 'ip' },
  }),
  signIn: route({
    method: 'POST',
    path: '/api/v1/sessions',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary: 'Sign in with mail, phone or account name',
    body: z.object({ login: z.string().min(1).max(254), password }),
    ok: meSchema,
    errors: ['sign_in_failed', 'sign_in_paused', 'second_factor_required'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  me: route({
    method: 'GET',
    path: '/api/v1/me',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'The signed-in person',
    ok: meSchema,
  }),
  updateMe: route({
    method: 'PATCH',
    path: '/api/v1/me',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Change language, time zone, account name or by what others find the person',
    body: z.object({
      locale: localeSchema.optional(),
      timeZone: timeZoneSchema.optional(),
      handle: z.string().max(40).nullish(),
      findableBy: findableSchema.optional(),
    }),
    ok: meSchema,
    errors: ['handle_taken', 'handle_not_usable'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/v1/sessions/current',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Sign out',
    ok: null,
    status: 204,
  }),
  sessions: route({
    method: 'GET',
    path: '/api/v1/sessions',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Devices that are signed in',
    ok: z.object({ items: z.array(sessionSchema) }),
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/v1/sessions/:id',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'End one session',
    params: z.object({ id: idSchema('ses') }),
    ok: null,
    status: 204,
  }),
  endOtherSessions: route({
    method: 'POST',
    path: '/api/v1/sessions/end-others',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'End every session but this one',
    body: z.object({}),
    ok: z.object({ ended: z.number().int() }),
  }),
  verifyEmail: route({
    method: 'POST',
    path: '/api/v1/email-verifications',
    access: 'public',
    tags: ['Account'],
    summary: 'Confirm a mail address by the token of its link',
    body: z.object({ token: z.string().min(10).max(200) }),
    ok: z.object({ email: z.string() }),
    errors: ['link_not_valid'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  resendVerification: route({
    method: 'POST',
    path: '/api/v1/verification-messages',
    access: 'customer_pending',
    tags: ['Account'],
    status: 202,
    summary: 'Send the mail link or the phone code again',
    body: z.object({ purpose: z.enum(['email', 'phone']) }),
    ok: z.object({ sentTo: z.string(), againAfter: instantSchema }),
    errors: ['code_sent_recently', 'text_messages_stopped'],
  }),
  verifyPhone: route({
    method: 'POST',
    path: '/api/v1/phone-verifications',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Confirm the phone by the code sent to it',
    body: z.object({ code: z.string().max(12) }),
    ok: meSchema,
    errors: ['code_wrong', 'code_expired'],
  }),
  setPaymentPassword: route({
    method: 'PUT',
    path: '/api/v1/payment-password',
    access: 'customer',
    tags: ['Account'],
    summary: 'Set or replace the six-digit payment password, proved by the sign-in password',
    body: z.object({ password, paymentPassword: z.string().max(12) }),
    ok: meSchema,
    errors: ['sign_in_failed', 'sign_in_paused', 'payment_password_weak'],
  }),
  securityEvents: route({
    method: 'GET',
    path: '/api/v1/security-events',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Sign-ins, tries and changes to the protection of the account, newest first',
    query: z.object({ ...pageQuery, only: z.enum(['sign_ins']).optional() }),
    ok: pageOf(securityEventSchema),
  }),
} as const;
