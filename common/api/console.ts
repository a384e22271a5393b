import { z } from 'zod';
import { PASSWORD_INPUT_MAX } from './identity.ts';
import { toldRestrictionSchema } from './restriction.ts';
import { STAFF_ROLES, route } from './route.ts';
import {
  MESSAGE_MAX,
  SEQ_MAX,
  caseId,
  messagesAnswer,
  messageSchema,
  caseSchema,
  explanationSchema,
  evidenceSchema,
} from './support.ts';
import { accountSchema } from './account.ts';
import { entrySchema, entrySummarySchema } from './wallet.ts';
import { idSchema, instantSchema, localeSchema, pageQuery, wireMoneySchema } from './wire.ts';

export const staffMeSchema = z
  .object({
    id: idSchema('stf'),
    name: z.string(),
    email: z.string(),
    role: z.enum(STAFF_ROLES),
    locale: localeSchema,
  })
  .meta({ id: 'StaffMe' });
/** Who looks after a case, for colleagues: two may have the same name. */
const assigneeId = idSchema('stf').nullable();
export const queueRowSchema = z
  .object({
    case: caseSchema,
    assigneeId,
    customerName: z.string(),
    lastText: z.string(),
    lastAuthor: z.enum(['customer', 'staff', 'system']),
    waitingSince: instantSchema.nullable(),
  })
  .meta({ id: 'QueueRow' });
export const customerViewSchema = z
  .object({
    id: idSchema('cus'),
    name: z.string(),
    maskedEmail: z.string(),
    maskedPhone: z.string(),
    handle: z.string().nullable(),
    locale: localeSchema,
    emailVerified: z.boolean(),
    phoneVerified: z.boolean(),
    since: instantSchema,
    accounts: z.array(accountSchema),
    recentEntries: z.array(entrySummarySchema),
    pastCases: z.array(caseSchema),
    debts: z.array(z.object({ operationId: z.string(), amount: wireMoneySchema })),
    /** As their owner is told: who speaks with the owner knows no more. */
    restrictions: z.array(toldRestrictionSchema),
  })
  .meta({ id: 'CustomerView' });
export const consoleCaseSchema = z
  .object({
    case: caseSchema,
    assigneeId,
    customer: customerViewSchema,
    entry: entrySchema.nullable(),
    explanation: explanationSchema,
    evidence: evidenceSchema,
  })
  .meta({ id: 'ConsoleCase' });

export const consoleApi = {
  staffSignIn: route({
    method: 'POST',
    path: '/api/v1/staff/sessions',
    access: 'public',
    tags: ['Console'],
    status: 201,
    summary: 'Sign in as staff: password and second factor together',
    body: z.object({
      email: z.string().max(254),
      password: z.string().min(1).max(PASSWORD_INPUT_MAX),
      code: z.string().max(12),
    }),
    ok: staffMeSchema,
    errors: ['sign_in_failed', 'sign_in_paused'],
    rate: { limit: 30, seconds: 300, by: 'ip' },
  }),
  staffMe: route({
    method: 'GET',
    path: '/api/v1/staff/me',
    access: 'staff',
    tags: ['Console'],
    summary: 'The signed-in staff member',
    ok: staffMeSchema,
  }),
  staffSignOut: route({
    method: 'DELETE',
    path: '/api/v1/staff/sessions/current',
    access: 'staff',
    tags: ['Console'],
    summary: 'Sign out',
    ok: null,
    status: 204,
  }),
  invitation: route({
    method: 'POST',
    path: '/api/v1/staff/invitation-checks',
    access: 'public',
    tags: ['Console'],
    summary: 'What an invitation offers, with the secret for the authenticator app',
    body: z.object({ token: z.string().min(10).max(200) }),
    ok: z.object({
      email: z.string(),
      name: z.string(),
      role: z.enum(STAFF_ROLES),
      totpUri: z.string(),
      totpSecret: z.string(),
      qrSvg: z.string(),
    }),
    errors: ['invitation_not_valid'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  acceptInvitation: route({
    method: 'POST',
    path: '/api/v1/staff/invitation-acceptances',
    access: 'public',
    tags: ['Console'],
    status: 201,
    summary: 'Accept an invitation: set the password, prove the authenticator',
    body: z.object({
      token: z.string().min(10).max(200),
      password: z.string().min(1).max(PASSWORD_INPUT_MAX),
      code: z.string().max(12),
    }),
    ok: staffMeSchema,
    errors: [
      'invitation_not_valid',
      'second_factor_wrong',
      'password_too_short',
      'password_too_long',
      'password_common',
      'password_personal',
    ],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  queue: route({
    method: 'GET',
    path: '/api/v1/staff/queue',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Cases by due time',
    query: z.object({ ...pageQuery, view: z.enum(['mine', 'open', 'all']).default('open') }),
    ok: z.object({
      items: z.array(queueRowSchema),
      next: z.string().nullable(),
      counts: z.object({ mine: z.number().int(), open: z.number().int(), all: z.number().int() }),
    }),
  }),
  consoleCase: route({
    method: 'GET',
    path: '/api/v1/staff/cases/:id',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Case, customer, entry and explanation on one screen; the look is logged',
    params: caseId,
    ok: consoleCaseSchema,
  }),
  consoleMessages: route({
    method: 'GET',
    path: '/api/v1/staff/cases/:id/messages',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Messages and notes after a sequence number',
    params: caseId,
    query: z.object({ since: z.coerce.number().int().min(0).max(SEQ_MAX).default(0) }),
    ok: messagesAnswer,
  }),
  takeCase: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/assignments',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Take a case',
    params: caseId,
    body: z.object({}),
    ok: caseSchema,
    errors: ['case_changed_meanwhile', 'case_closed'],
  }),
  answerCase: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/messages',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    status: 201,
    summary: 'Answer the customer, or leave a note that only staff see',
    params: caseId,
    body: z.object({
      clientId: idSchema('msg'),
      text: z.string().max(MESSAGE_MAX * 2),
      note: z.boolean().default(false),
    }),
    ok: messageSchema,
    errors: ['message_empty', 'message_too_long', 'case_closed', 'message_id_reused'],
  }),
  readCase: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/reads',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Mark as read',
    params: caseId,
    body: z.object({ seq: z.number().int().min(0).max(SEQ_MAX) }),
    ok: caseSchema,
  }),
  resolveCase: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/resolutions',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'Resolve with what was decided',
    params: caseId,
    body: z.object({ clientId: idSchema('msg'), text: z.string().max(MESSAGE_MAX * 2) }),
    ok: caseSchema,
    errors: [
      'message_empty',
      'message_too_long',
      'case_closed',
      'case_changed_meanwhile',
      'case_awaits_decision',
      'message_id_reused',
    ],
  }),
} as const;
