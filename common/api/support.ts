import { z } from 'zod';
import { route } from './route.ts';
import { entrySchema, entrySummarySchema } from './wallet.ts';
import { idSchema, instantSchema, localeSchema, pageOf, pageQuery } from './wire.ts';

/** Later kinds (refund, dispute …) join here with their own state tables. */
export const CASE_KINDS = [
  'question',
  'account_access',
  'lift_request',
  'payment_claim',
  'appeal',
  'trace',
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
export const CASE_STATES = [
  'awaiting_agent',
  'in_progress',
  'awaiting_customer',
  'resolved',
  'closed',
] as const;
export type CaseState = (typeof CASE_STATES)[number];
export const CASE_TOPICS = [
  'top_up',
  'transfer',
  'account',
  'sign_in',
  'fees',
  'debt',
  'complaint',
  'other',
] as const;
export type CaseTopic = (typeof CASE_TOPICS)[number];
export const MESSAGE_MAX = 4000;

export const messageSchema = z
  .object({
    id: idSchema('msg'),
    seq: z.number().int(),
    author: z.enum(['customer', 'staff', 'system']),
    /** Name shown beside it: an agent's display name; null for the customer's own. */
    authorName: z.string().nullable(),
    /** `text`, or a system event such as `opened`, `agent_joined`, `resolved`, `explained`; notes are seen by staff only. */
    kind: z.enum([
      'text',
      'note',
      'opened',
      'explained',
      'agent_joined',
      'resolved',
      'reopened',
      'escalated',
      'closed',
      'asked',
      'given',
      'progress',
    ]),
    text: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    sentAt: instantSchema,
  })
  .meta({ id: 'Message' });

export const caseSchema = z
  .object({
    id: idSchema('case'),
    kind: z.enum(CASE_KINDS),
    topic: z.enum(CASE_TOPICS),
    state: z.enum(CASE_STATES),
    title: z.string(),
    /** The entry it is about; null when it is about none. */
    subjectId: z.string().nullable(),
    nextActor: z.enum(['you', 'okpay', 'nobody']),
    dueAt: instantSchema.nullable(),
    escalated: z.boolean(),
    /** It ends with a decision, which is not made yet. */
    awaitsDecision: z.boolean(),
    assigneeName: z.string().nullable(),
    lastSeq: z.number().int(),
    readByCustomerSeq: z.number().int(),
    readByStaffSeq: z.number().int(),
    openedAt: instantSchema,
    updatedAt: instantSchema,
    resolvedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Case' });

export const explanationSchema = z
  .object({
    entry: entrySummarySchema.nullable(),
    /** The same texts in the app, the chat and the console. */
    reason: z
      .object({
        code: z.string(),
        title: z.string(),
        happened: z.string(),
        money: z.string(),
        next: z.string(),
      })
      .nullable(),
    actions: z.array(z.object({ kind: z.string(), href: z.string().nullable() })),
    articles: z.array(z.object({ slug: z.string(), title: z.string(), excerpt: z.string() })),
  })
  .meta({ id: 'Explanation' });

/** What the case rests on, as it was when the case was opened: signed, never changed. */
export const evidenceSchema = z
  .object({
    takenAt: instantSchema,
    entry: entrySchema.nullable(),
    /** What else was known then, e.g. device and place of a payment that is disputed. */
    circumstances: z.record(z.string(), z.json()).nullish(),
    digest: z.string(),
    signature: z.string(),
    keyId: z.string(),
  })
  .meta({ id: 'Evidence' });

/** A record that the customer keeps and anyone can check for alteration. */
export const caseRecordSchema = z
  .object({
    case: caseSchema,
    messages: z.array(messageSchema),
    evidence: evidenceSchema,
    issuedAt: instantSchema,
    keyId: z.string(),
    signature: z.string(),
  })
  .meta({ id: 'CaseRecord' });

/** Numbers of messages are 32-bit integers in the database. */
export const SEQ_MAX = 2_147_483_647;
/** Parts that the desk's routes share. */
export const caseId = z.object({ id: idSchema('case') });
const post = z.object({ clientId: idSchema('msg'), text: z.string().max(MESSAGE_MAX * 2) });
export const messagesAnswer = z.object({ items: z.array(messageSchema), lastSeq: z.number().int() });

export const supportApi = {
  searchHelp: route({
    method: 'GET',
    path: '/api/v1/help/articles',
    access: 'public',
    tags: ['Help'],
    summary: 'Search the help centre',
    query: z.object({
      q: z.string().max(120).default(''),
      locale: localeSchema.optional(),
      limit: z.coerce.number().int().min(1).max(20).default(6),
    }),
    ok: z.object({
      items: z.array(
        z.object({ slug: z.string(), title: z.string(), excerpt: z.string(), topic: z.string() }),
      ),
    }),
    rate: { limit: 120, seconds: 60, by: 'ip' },
  }),
  explain: route({
    method: 'GET',
    path: '/api/v1/explanations',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'Why an entry is as it is, and the buttons that fix it',
    query: z.object({ entry: z.string().max(40).optional() }),
    ok: explanationSchema,
  }),
  openCase: route({
    method: 'POST',
    path: '/api/v1/cases',
    access: 'customer_pending',
    tags: ['Help'],
    status: 201,
    idempotent: true,
    summary: 'Talk to a person; the entry and its facts go along as evidence',
    body: z.object({
      id: idSchema('case'),
      topic: z.enum(CASE_TOPICS),
      subjectId: z.string().max(40).nullish(),
      text: z.string().max(MESSAGE_MAX * 2),
    }),
    ok: caseSchema,
    errors: ['message_empty', 'message_too_long', 'not_found'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  cases: route({
    method: 'GET',
    path: '/api/v1/cases',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'Own cases, newest first',
    query: z.object(pageQuery),
    ok: pageOf(caseSchema),
  }),
  case: route({
    method: 'GET',
    path: '/api/v1/cases/:id',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'One case',
    params: caseId,
    ok: caseSchema,
  }),
  caseMessages: route({
    method: 'GET',
    path: '/api/v1/cases/:id/messages',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'Messages after a sequence number, in order',
    params: caseId,
    query: z.object({ since: z.coerce.number().int().min(0).max(SEQ_MAX).default(0) }),
    ok: messagesAnswer,
  }),
  postMessage: route({
    method: 'POST',
    path: '/api/v1/cases/:id/messages',
    access: 'customer_pending',
    tags: ['Help'],
    status: 201,
    summary: 'Say something; the same clientId is the same message',
    params: caseId,
    body: post,
    ok: messageSchema,
    errors: ['message_empty', 'message_too_long', 'case_closed', 'message_id_reused'],
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  readMessages: route({
    method: 'POST',
    path: '/api/v1/cases/:id/reads',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'Mark as read up to a sequence number',
    params: caseId,
    body: z.object({ seq: z.number().int().min(0).max(SEQ_MAX) }),
    ok: caseSchema,
  }),
  caseRecord: route({
    method: 'GET',
    path: '/api/v1/cases/:id/record',
    access: 'customer_pending',
    tags: ['Help'],
    summary: 'The signed record of a case, to keep',
    params: caseId,
    ok: caseRecordSchema,
  }),
  accessLog: route({
    method: 'GET',
    path: '/api/v1/access-log',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Who of the staff looked at what is yours, for which case, newest first',
    ok: z.object({
      items: z.array(
        z.object({
          at: instantSchema,
          /** Null for staff who protect accounts: they are not named. */
          staffName: z.string().nullable(),
          /** Null where no case was the reason. */
          caseId: idSchema('case').nullable(),
          /** The case with your details, balances and entries, the conversation alone, a file you sent for a decision, what you sent to prove your identity, or your account. */
          what: z.enum(['case', 'conversation', 'document', 'identity', 'account']),
        }),
      ),
    }),
  }),
  publicKeys: route({
    method: 'GET',
    path: '/.well-known/okpay-keys.json',
    access: 'public',
    tags: ['Help'],
    summary: 'Public keys that signed records and receipts can be checked with',
    ok: z.object({
      keys: z.array(
        z.object({
          id: z.string(),
          algorithm: z.literal('Ed25519'),
          publicKey: z.string(),
          validFrom: instantSchema,
          revokedAt: instantSchema.nullable(),
          /** Why it was revoked; null for a good key. */
          revocationReason: z.string().nullable(),
        }),
      ),
    }),
  }),
} as const;
