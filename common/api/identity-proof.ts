import { z } from 'zod';
import { FILE_BYTES_MAX, FILE_ITEMS, ITEM_REFUSALS, PROOF_ITEMS, PROOF_STATES } from '#common/identity-proof';
import { FILE_CODES } from '#common/reasons';
import { RISK } from './console-restrictions.ts';
import { route } from './route.ts';
import { idSchema, instantSchema, tierSchema, wireMoneySchema } from './wire.ts';

/** Characters of the longest answer: an address. */
const ANSWER_MAX = 300;
const NOTE_MAX = 300;

const answerSchema = z.object({
  item: z.enum(PROOF_ITEMS),
  /** What was written; null for files and for what is not answered yet. */
  value: z.string().nullable(),
  file: z.object({ id: idSchema('doc'), pages: z.number().int() }).nullable(),
  state: z.enum(['missing', 'given', 'refused', 'accepted']),
  refusal: z.object({ reason: z.enum(ITEM_REFUSALS), note: z.string() }).nullable(),
});

export const identityProofSchema = z
  .object({
    id: idSchema('kyc'),
    tier: tierSchema,
    state: z.enum(PROOF_STATES),
    /** 1 for the first time; one more each time it was given back. */
    round: z.number().int(),
    items: z.array(answerSchema),
    nextActor: z.enum(['you', 'okpay', 'nobody']),
    submittedAt: instantSchema.nullable(),
    /** By when we decide. */
    dueAt: instantSchema.nullable(),
    isLate: z.boolean(),
  })
  .meta({ id: 'IdentityProof' });

export const identitySchema = z
  .object({
    tier: tierSchema,
    tiers: z.array(
      z.object({
        tier: tierSchema,
        asks: z.array(z.enum(PROOF_ITEMS)),
        limits: z.array(
          z.object({
            capability: z.enum(['top_up', 'transfer', 'withdraw']),
            window: z.enum(['payment', 'day', 'month']),
            limit: wireMoneySchema,
          }),
        ),
        /** Until when what was proven holds; null where nothing expires. */
        validUntil: instantSchema.nullable(),
      }),
    ),
    /** When paying pauses unless what has ended is renewed; null where nothing has, or where it has paused. */
    pausesAt: instantSchema.nullable(),
    /** The newest proof, open or decided. */
    proof: identityProofSchema.nullable(),
    /** What can be begun now. */
    mayProve: z.array(tierSchema),
  })
  .meta({ id: 'Identity' });

const proofErrors = ['not_found', 'proof_not_open'] as const;

/** The customer's side: what each tier gives and asks for, and the way there. */
export const identityProofApi = {
  identity: route({
    method: 'GET',
    path: '/api/v1/identity',
    access: 'customer_pending',
    tags: ['Identity'],
    summary: 'The own tier, what each tier gives and asks for, and how the proof stands',
    ok: identitySchema,
  }),
  beginProof: route({
    method: 'POST',
    path: '/api/v1/identity-proofs',
    access: 'customer',
    tags: ['Identity'],
    status: 201,
    summary:
      'Begin to prove what the next tier asks for, or to renew what expires; an open one is answered as it stands',
    body: z.object({ tier: tierSchema }),
    ok: identityProofSchema,
    errors: ['tier_not_open'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  answerProof: route({
    method: 'PUT',
    path: '/api/v1/identity-proofs/:id/answers',
    access: 'customer',
    tags: ['Identity'],
    summary: 'Write answers; those that were accepted stay as they are',
    params: z.object({ id: idSchema('kyc') }),
    body: z.object({
      answers: z
        .array(z.object({ item: z.enum(PROOF_ITEMS), value: z.string().trim().min(1).max(ANSWER_MAX) }))
        .min(1)
        .max(PROOF_ITEMS.length),
    }),
    ok: identityProofSchema,
    errors: [...proofErrors, 'proof_answer_not_usable', 'proof_document_expired'],
    rate: { limit: 120, seconds: 3600, by: 'actor' },
  }),
  sendProofFile: route({
    method: 'POST',
    path: '/api/v1/identity-proofs/:id/files',
    access: 'customer',
    tags: ['Identity'],
    status: 201,
    summary:
      'Send a photo or document: JPEG, PNG or PDF, told by its bytes and written anew without anything but its pixels',
    params: z.object({ id: idSchema('kyc') }),
    query: z.object({ item: z.enum(FILE_ITEMS) }),
    upload: { maxBytes: FILE_BYTES_MAX },
    ok: identityProofSchema,
    errors: [...proofErrors, ...FILE_CODES],
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  proofFile: route({
    method: 'GET',
    path: '/api/v1/identity-files/:id',
    access: 'customer',
    tags: ['Identity'],
    summary: 'A page of an own file, as JPEG',
    params: z.object({ id: idSchema('doc') }),
    query: z.object({ page: z.coerce.number().int().min(1).max(9).default(1) }),
    ok: null,
    produces: 'image/jpeg',
    errors: ['not_found'],
  }),
  submitProof: route({
    method: 'POST',
    path: '/api/v1/identity-proofs/:id/submissions',
    access: 'customer',
    tags: ['Identity'],
    summary: 'Hand it in for review, when everything that is asked for is there',
    params: z.object({ id: idSchema('kyc') }),
    body: z.object({}),
    ok: identityProofSchema,
    errors: [...proofErrors, 'proof_incomplete', 'proof_document_expired'],
  }),
  withdrawProof: route({
    method: 'POST',
    path: '/api/v1/identity-proofs/:id/withdrawals',
    access: 'customer',
    tags: ['Identity'],
    summary: 'Take it back; what was sent is deleted at once',
    params: z.object({ id: idSchema('kyc') }),
    body: z.object({}),
    ok: identitySchema,
    errors: proofErrors,
  }),
} as const;

const queueRow = z.object({
  id: idSchema('kyc'),
  maskedName: z.string(),
  tier: tierSchema,
  state: z.enum(['in_review', 'second_review']),
  round: z.number().int(),
  submittedAt: instantSchema,
  dueAt: instantSchema,
  isLate: z.boolean(),
  /** The first of two looked at it: somebody else decides. */
  isOwn: z.boolean(),
});

/** The reviewer's side: staff for risk, on record, masked until opened. */
export const consoleIdentityApi = {
  proofQueue: route({
    method: 'GET',
    path: '/api/v1/staff/identity-proofs',
    access: RISK,
    tags: ['Console'],
    summary: 'Proofs that wait for a decision, the oldest first; names are masked',
    ok: z.object({ items: z.array(queueRow) }),
  }),
  openProof: route({
    method: 'POST',
    path: '/api/v1/staff/identity-proofs/:id/looks',
    access: RISK,
    tags: ['Console'],
    summary: 'Open one: everything that was sent; the look is logged and the customer can read that log',
    params: z.object({ id: idSchema('kyc') }),
    body: z.object({}),
    ok: z.object({
      row: queueRow,
      customer: z.object({ id: idSchema('cus'), name: z.string() }),
      items: z.array(answerSchema),
      /** What was decided before, newest first. */
      history: z.array(
        z.object({
          at: instantSchema,
          by: z.string(),
          decision: z.enum(['approve', 'refuse']),
          refusals: z.array(
            z.object({ item: z.enum(PROOF_ITEMS), reason: z.enum(ITEM_REFUSALS), note: z.string() }),
          ),
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  proofFileForStaff: route({
    method: 'GET',
    path: '/api/v1/staff/identity-files/:id',
    access: RISK,
    tags: ['Console'],
    summary: 'A page of a file of an opened proof, as JPEG; each look is logged',
    params: z.object({ id: idSchema('doc') }),
    query: z.object({ page: z.coerce.number().int().min(1).max(9).default(1) }),
    ok: null,
    produces: 'image/jpeg',
    errors: ['not_found'],
  }),
  decideProof: route({
    method: 'POST',
    path: '/api/v1/staff/identity-proofs/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary:
      'Approve, or refuse item by item with a reason each; the highest tier needs a second approval by somebody else',
    params: z.object({ id: idSchema('kyc') }),
    body: z.object({
      decision: z.enum(['approve', 'refuse']),
      refusals: z
        .array(
          z.object({
            item: z.enum(PROOF_ITEMS),
            reason: z.enum(ITEM_REFUSALS),
            note: z.string().trim().max(NOTE_MAX).default(''),
          }),
        )
        .max(PROOF_ITEMS.length)
        .default([]),
    }),
    ok: z.object({ state: z.enum(PROOF_STATES) }),
    errors: [
      'not_found',
      'proof_decided',
      'proof_not_opened',
      'proof_needs_colleague',
      'proof_answer_not_usable',
    ],
  }),
} as const;
