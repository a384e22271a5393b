import { z } from 'zod';
import { route } from './route.ts';
import { caseId, MESSAGE_MAX } from './support.ts';
import { idSchema, instantSchema } from './wire.ts';

const login = z.string().min(1).max(254);
const by = z.enum(['email', 'phone']);
const token = z.string().min(10).max(200);

/** What somebody has lost who cannot get in. A forgotten password alone needs no person. */
export const LOST = ['second_factor', 'phone', 'locked'] as const;
export type Lost = (typeof LOST)[number];
/** How staff look whether somebody is the owner. */
export const CHECK_METHODS = ['document_by_video', 'document_in_person', 'call_back'] as const;
export type CheckMethod = (typeof CHECK_METHODS)[number];
/** How a request stands, and nothing of the account. */
export const ACCESS_STATES = ['waiting', 'being_checked', 'being_decided', 'restored', 'closed'] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

/** What is to be done; approved is what was proposed. */
const measures = {
  resetsSecondFactors: z.boolean(),
  liftsPauses: z.boolean(),
  restoresAddresses: z.boolean(),
};
const NOTE_MAX = 1000;
const note = z.string().max(NOTE_MAX);

export const accessCaseSchema = z
  .object({
    lost: z.enum(LOST),
    provenBy: by,
    /** By an address that was given up within thirty days. */
    byFormer: z.boolean(),
    /** Mail or phone was changed within thirty days. */
    addressesChanged: z.boolean(),
    secondFactors: z.boolean(),
    checks: z.array(
      z.object({
        at: instantSchema,
        staffName: z.string(),
        method: z.enum(CHECK_METHODS),
        passed: z.boolean(),
        note: z.string(),
      }),
    ),
    /** How security questions were answered for it, the oldest first; empty where the operator asks none. */
    answered: z.array(z.object({ at: instantSchema, right: z.number().int(), held: z.number().int() })),
    proposals: z.array(
      z.object({
        id: z.string(),
        ...measures,
        at: instantSchema,
        staffId: idSchema('stf'),
        staffName: z.string(),
        decision: z.enum(['approved', 'refused', 'lapsed']).nullable(),
        decidedBy: z.string().nullable(),
        decidedAt: instantSchema.nullable(),
        note: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AccessCase' });

/** Characters of the note to a decision, as of every proposal’s. */
const DECISION_NOTE_MAX = 500;

/** The way back in through a person. */
export const accessHelpApi = {
  requestAccessCode: route({
    method: 'POST',
    path: '/api/v1/access-requests/messages',
    access: 'public',
    tags: ['Account'],
    status: 202,
    summary: 'Ask for a code by mail or phone, before a person helps somebody who cannot get in',
    description: 'Answers the same, after the same work, whether or not somebody has this address.',
    body: z.object({ login, by }),
    ok: z.object({ by }),
    errors: ['text_messages_stopped'],
    rate: { limit: 20, seconds: 3600, by: 'ip' },
  }),
  openAccessRequest: route({
    method: 'POST',
    path: '/api/v1/access-requests',
    access: 'public',
    tags: ['Account'],
    status: 201,
    summary:
      'Ask a person for the way back in, by the code that was sent; the answer is a link to follow it by',
    body: z.object({
      login,
      by,
      code: z.string().min(1).max(12),
      lost: z.enum(LOST),
      text: z.string().max(MESSAGE_MAX * 2),
    }),
    ok: z.object({ token: z.string() }),
    errors: ['access_code_not_valid', 'message_empty', 'message_too_long'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  accessRequestState: route({
    method: 'POST',
    path: '/api/v1/access-requests/states',
    access: 'public',
    tags: ['Account'],
    summary: 'How a request stands, by the token of its link; nothing of the account',
    body: z.object({ token }),
    ok: z.object({
      state: z.enum(ACCESS_STATES),
      lost: z.enum(LOST),
      openedAt: instantSchema,
      dueAt: instantSchema.nullable(),
      /** Security questions can be answered by this token: whether the account has any is not told. */
      mayAnswer: z.boolean(),
    }),
    errors: ['link_not_valid'],
    rate: { limit: 240, seconds: 300, by: 'ip' },
  }),
  withdrawAccessRequest: route({
    method: 'POST',
    path: '/api/v1/access-requests/withdrawals',
    access: 'public',
    tags: ['Account'],
    status: 204,
    summary: 'Stop a request: by who does not need it any more, and by an owner who has not asked for it',
    body: z.object({ token }),
    ok: null,
    errors: ['link_not_valid', 'case_closed'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
  accessCase: route({
    method: 'GET',
    path: '/api/v1/staff/cases/:id/access-request',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    summary: 'What was lost, who looked whether it is the owner, what was proposed and decided',
    params: caseId,
    ok: accessCaseSchema,
  }),
  checkIdentity: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/identity-checks',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    status: 201,
    summary: 'Put on record how it was looked whether somebody is the owner, and what came of it',
    params: caseId,
    body: z.object({ method: z.enum(CHECK_METHODS), passed: z.boolean(), note }),
    ok: accessCaseSchema,
    errors: ['case_closed', 'message_empty'],
  }),
  proposeAccess: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/access-proposals',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    status: 201,
    summary: 'Propose what is to be done, after a check that was passed; somebody else decides',
    params: caseId,
    body: z.object(measures),
    ok: accessCaseSchema,
    errors: ['case_closed', 'case_changed_meanwhile', 'identity_check_missing'],
  }),
  decideAccess: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/access-decisions',
    access: { staff: ['supervisor'] },
    tags: ['Console'],
    summary:
      'Approve a colleague’s proposal, which does it at once, or refuse it; the measures are those that were seen',
    params: caseId,
    body: z.object({
      proposalId: z.string().max(40),
      ...measures,
      approve: z.boolean(),
      note: z.string().max(DECISION_NOTE_MAX),
    }),
    ok: accessCaseSchema,
    errors: ['case_closed', 'case_changed_meanwhile', 'four_eyes_required'],
  }),
} as const;
