import { z } from 'zod';
import { FILE_BYTES_MAX } from '#common/identity-proof';
import { FILE_CODES } from '#common/reasons';
import { BLOCKABLE, TOLD_WHY } from './restriction.ts';
import { route } from './route.ts';
import { MESSAGE_MAX, caseId, caseSchema } from './support.ts';
import { idSchema, instantSchema } from './wire.ts';

/** What is decided: a restriction that its owner wants lifted, a payment that its payer has not made, or a decision that is contested. */
export const PETITION_KINDS = ['lift_request', 'payment_claim', 'appeal'] as const;
export type PetitionKind = (typeof PETITION_KINDS)[number];
export const PETITION_STATES = ['asking', 'reviewing', 'decided', 'ended'] as const;
export type PetitionState = (typeof PETITION_STATES)[number];

/** What a customer is asked for. */
export const PETITION_ITEMS = [
  'new_password',
  'strong_factor',
  'identity_document',
  'proof_of_address',
  'source_of_funds',
  'account_statement',
  'explanation',
] as const;
export type PetitionItem = (typeof PETITION_ITEMS)[number];
/** Those of them that the system sees for itself. */
export const SELF_CHECKED: readonly PetitionItem[] = ['new_password', 'strong_factor'];
export const ITEM_STATES = ['asked', 'given', 'accepted', 'refused'] as const;
export type ItemState = (typeof ITEM_STATES)[number];
/** Why what was given is not enough; the customer reads it. */
export const ITEM_FAULTS = ['unreadable', 'expired', 'does_not_match', 'incomplete', 'no_answer'] as const;
export type ItemFault = (typeof ITEM_FAULTS)[number];

export const PETITION_OUTCOMES = ['granted', 'partly', 'refused'] as const;
export type PetitionOutcome = (typeof PETITION_OUTCOMES)[number];
/** Why it was decided so; the customer reads it. */
export const PETITION_GROUNDS = [
  'identity_confirmed',
  'answers_accepted',
  'our_mistake',
  'not_made_by_owner',
  'answers_missing',
  'answers_contradict',
  'rules_broken',
  'made_with_own_factors',
  'money_gone',
  'not_told',
] as const;
export type PetitionGround = (typeof PETITION_GROUNDS)[number];

/** Files of one answer: both sides of a card, and a statement of some pages. */
export const ANSWER_FILES_MAX = 6;

const fileSchema = z.object({ id: idSchema('att'), pages: z.number().int() });
const itemSchema = z.object({
  item: z.enum(PETITION_ITEMS),
  state: z.enum(ITEM_STATES),
  /** Counts the tries; the second is the last. */
  attempt: z.number().int(),
  answer: z.string().nullable(),
  /** What was sent with the last try. */
  files: z.array(fileSchema),
  /** What was sent for the next one, which is not given yet: nobody but its owner sees it. */
  draft: z.array(fileSchema),
  givenAt: instantSchema.nullable(),
  fault: z.enum(ITEM_FAULTS).nullable(),
});
const decisionSchema = z.object({
  outcome: z.enum(PETITION_OUTCOMES),
  ground: z.enum(PETITION_GROUNDS),
  at: instantSchema,
  /** It was decided by a rule, without a person. */
  byItself: z.boolean(),
});

/** A petition as its customer follows it. */
export const petitionSchema = z
  .object({
    case: caseSchema,
    kind: z.enum(PETITION_KINDS),
    /** What is reviewed: why the account was restricted, as it is told; null where a payment is. */
    why: z.enum(TOLD_WHY).nullable(),
    state: z.enum(PETITION_STATES),
    /** With the last of the items it is granted at once, by a rule. */
    liftsItself: z.boolean(),
    items: z.array(itemSchema),
    /** How often more may still be asked for. */
    roundsLeft: z.number().int(),
    /** A colleague decides what was proposed. */
    beingDecided: z.boolean(),
    decision: decisionSchema.nullable(),
    /** Until when it can be contested; null where it cannot. */
    appealUntil: instantSchema.nullable(),
    /** The appeal against it, or the decision that this one contests. */
    appealId: idSchema('case').nullable(),
    contests: idSchema('case').nullable(),
  })
  .meta({ id: 'Petition' });

export const staffPetitionSchema = petitionSchema
  .extend({
    customerName: z.string(),
    /** What can still be blocked when it is granted in part. */
    blocked: z.array(z.enum(BLOCKABLE)),
    /** Items that can still be asked for. */
    askable: z.array(z.enum(PETITION_ITEMS)),
    grounds: z.object({
      granted: z.array(z.enum(PETITION_GROUNDS)),
      partly: z.array(z.enum(PETITION_GROUNDS)),
      refused: z.array(z.enum(PETITION_GROUNDS)),
    }),
    /** What was given for the decision that this one contests. */
    before: z.array(itemSchema),
    /** Files that whoever asks has to open before deciding. */
    unopened: z.array(idSchema('att')),
    /** Who may decide it; what must not be told is decided by staff for risk alone. */
    decidedBy: z.enum(['desk', 'risk']),
    proposals: z.array(
      z.object({
        id: idSchema('prop'),
        outcome: z.enum(PETITION_OUTCOMES),
        ground: z.enum(PETITION_GROUNDS),
        keeps: z.array(z.enum(BLOCKABLE)),
        note: z.string(),
        by: z.object({ id: z.string(), name: z.string() }),
        at: instantSchema,
        decision: z.enum(['approved', 'rejected', 'withdrawn', 'expired']).nullable(),
        decidedBy: z.string().nullable(),
        decidedAt: instantSchema.nullable(),
        decisionNote: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'StaffPetition' });

const NOTE_MAX = 500;
const note = z.string().trim().min(1).max(NOTE_MAX);
const REVIEWERS = { staff: ['agent', 'supervisor', 'risk'] } as const;

/** Asking to lift a restriction, answering what is asked, and contesting what was decided. */
export const petitionApi = {
  openLiftRequest: route({
    method: 'POST',
    path: '/api/v1/lift-requests',
    access: 'customer_pending',
    tags: ['Account'],
    status: 201,
    idempotent: true,
    summary: 'Ask for a restriction to be lifted; answers what is needed for that, item by item',
    body: z.object({
      id: idSchema('case'),
      since: instantSchema.meta({ description: 'Which restriction, by when it began' }),
    }),
    ok: petitionSchema,
    errors: ['not_found', 'petition_open'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  petition: route({
    method: 'GET',
    path: '/api/v1/petitions/:id',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'How a petition stands: what is done, what is next, who acts and by when',
    params: caseId,
    ok: petitionSchema,
  }),
  giveItem: route({
    method: 'POST',
    path: '/api/v1/petitions/:id/answers',
    access: 'customer_pending',
    tags: ['Account'],
    status: 201,
    summary: 'Give one of the things that are asked for; with the last one the petition begins',
    description:
      'What the system sees for itself, such as a new password, needs no text. Anything else needs words, files that were sent before, or both.',
    params: caseId,
    body: z.object({
      item: z.enum(PETITION_ITEMS),
      text: z
        .string()
        .max(MESSAGE_MAX * 2)
        .default(''),
    }),
    ok: petitionSchema,
    errors: ['message_empty', 'message_too_long', 'case_changed_meanwhile', 'item_not_done'],
    rate: { limit: 60, seconds: 300, by: 'actor' },
  }),
  sendAnswerFile: route({
    method: 'POST',
    path: '/api/v1/petitions/:id/files',
    access: 'customer_pending',
    tags: ['Account'],
    status: 201,
    summary:
      'Send a photo or document for one of the things that are asked for; nobody sees it before it is given. JPEG, PNG or PDF, written anew without anything but its pixels',
    params: caseId,
    query: z.object({ item: z.enum(PETITION_ITEMS) }),
    upload: { maxBytes: FILE_BYTES_MAX },
    ok: petitionSchema,
    errors: ['case_changed_meanwhile', 'answer_files_too_many', ...FILE_CODES],
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  answerFile: route({
    method: 'GET',
    path: '/api/v1/petition-files/:id',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'A page of an own file, as JPEG',
    params: z.object({ id: idSchema('att') }),
    query: z.object({ page: z.coerce.number().int().min(1).max(9).default(1) }),
    ok: null,
    produces: 'image/jpeg',
  }),
  removeAnswerFile: route({
    method: 'DELETE',
    path: '/api/v1/petition-files/:id',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Take a file away that was not given yet; it is deleted at once',
    params: z.object({ id: idSchema('att') }),
    ok: petitionSchema,
    errors: ['case_changed_meanwhile'],
  }),
  openAppeal: route({
    method: 'POST',
    path: '/api/v1/appeals',
    access: 'customer_pending',
    tags: ['Account'],
    status: 201,
    idempotent: true,
    summary: 'Contest a decision, once: other people look at it, and what they decide is final',
    body: z.object({ id: idSchema('case'), of: idSchema('case'), text: z.string().max(MESSAGE_MAX * 2) }),
    ok: petitionSchema,
    errors: ['not_found', 'appeal_not_possible', 'message_empty', 'message_too_long'],
    rate: { limit: 10, seconds: 3600, by: 'actor' },
  }),
} as const;

/** The desk's side of it. */
export const consolePetitionApi = {
  staffPetition: route({
    method: 'GET',
    path: '/api/v1/staff/cases/:id/petition',
    access: REVIEWERS,
    tags: ['Console'],
    summary: 'What was asked, given and proposed in a case that ends with a decision; the look is logged',
    params: caseId,
    ok: staffPetitionSchema,
  }),
  judgeItem: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/item-verdicts',
    access: REVIEWERS,
    tags: ['Console'],
    summary: 'Accept what the customer gave, or say what is wrong with it',
    params: caseId,
    body: z.object({
      item: z.enum(PETITION_ITEMS),
      attempt: z.number().int().min(1).max(9),
      fault: z.enum(ITEM_FAULTS).nullable(),
    }),
    ok: staffPetitionSchema,
    errors: ['case_changed_meanwhile', 'answer_not_opened'],
  }),
  answerFileForStaff: route({
    method: 'GET',
    path: '/api/v1/staff/petition-files/:id',
    access: REVIEWERS,
    tags: ['Console'],
    summary: 'A page of a file that was given, while it is decided about, as JPEG; each look is logged',
    params: z.object({ id: idSchema('att') }),
    query: z.object({ page: z.coerce.number().int().min(1).max(9).default(1) }),
    ok: null,
    produces: 'image/jpeg',
  }),
  askForItems: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/item-requests',
    access: REVIEWERS,
    tags: ['Console'],
    summary: 'Ask the customer again for what was refused, and for more; a few times at most',
    params: caseId,
    body: z.object({ more: z.array(z.enum(PETITION_ITEMS)).max(PETITION_ITEMS.length).default([]) }),
    ok: staffPetitionSchema,
    errors: ['case_changed_meanwhile', 'rounds_used_up', 'proposal_open'],
  }),
  proposeDecision: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/decision-proposals',
    access: REVIEWERS,
    tags: ['Console'],
    status: 201,
    summary: 'Propose how it is to be decided; a supervisor approves',
    params: caseId,
    body: z.object({
      outcome: z.enum(PETITION_OUTCOMES),
      ground: z.enum(PETITION_GROUNDS),
      keeps: z.array(z.enum(BLOCKABLE)).max(BLOCKABLE.length).default([]),
      note,
    }),
    ok: staffPetitionSchema,
    errors: [
      'case_changed_meanwhile',
      'proposal_open',
      'petition_not_possible',
      'reviewer_must_differ',
      'answer_not_opened',
    ],
  }),
  decidePetition: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/decisions',
    access: REVIEWERS,
    tags: ['Console'],
    summary:
      'Approve a colleague’s proposal, which carries it out and tells the customer, or reject it; or take the own one back',
    params: caseId,
    body: z.object({
      proposalId: idSchema('prop'),
      decision: z.enum(['approve', 'reject', 'withdraw']),
      note: note.nullish(),
    }),
    ok: staffPetitionSchema,
    errors: [
      'proposal_own',
      'proposal_closed',
      'case_changed_meanwhile',
      'reviewer_must_differ',
      'restriction_over',
      'petition_not_possible',
      'answer_not_opened',
    ],
  }),
} as const;
