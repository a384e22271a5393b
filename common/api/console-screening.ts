import { z } from 'zod';
import { RISK } from './console-restrictions.ts';
import { route } from './route.ts';
import { idSchema, instantSchema } from './wire.ts';

const NOTE_MAX = 500;
const note = z.string().trim().min(1).max(NOTE_MAX);
const person = z.object({ id: z.string(), name: z.string() });

export const VERDICTS = ['not_same', 'same'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** What shows that the two are two. */
export const NOT_SAME_GROUNDS = ['other_birth', 'other_name', 'other_country', 'known_person'] as const;
export type NotSameGround = (typeof NOT_SAME_GROUNDS)[number];
/** What shows that they are one. */
export const SAME_GROUNDS = ['papers_agree', 'birth_agrees', 'authority_confirmed'] as const;
export type SameGround = (typeof SAME_GROUNDS)[number];
export const GROUNDS = [...NOT_SAME_GROUNDS, ...SAME_GROUNDS] as const;
export type ScreeningGround = (typeof GROUNDS)[number];
/** Whether a ground speaks for a verdict. */
export const isGroundOf = ({ verdict, ground }: { verdict: Verdict; ground: ScreeningGround }): boolean =>
  (SAME_GROUNDS as readonly string[]).includes(ground) === (verdict === 'same');

export const SCREENING_SOURCES = ['ofac_sdn', 'un_consolidated'] as const;
const fact = z.enum(['same', 'near', 'different', 'unknown']);

const matchedPartSchema = z.object({
  ours: z.string(),
  listed: z.string(),
  likeness: z.enum(['same', 'spelling', 'sound', 'consonants', 'initial']),
  percent: z.int(),
});
export type MatchedPart = z.output<typeof matchedPartSchema>;

const verdictProposalSchema = z.object({
  id: idSchema('prop'),
  verdict: z.enum(VERDICTS),
  ground: z.enum(GROUNDS),
  note: z.string(),
  by: person,
  at: instantSchema,
  expiresAt: instantSchema,
});

export const screeningMatchSchema = z
  .object({
    id: idSchema('scr'),
    customer: z.object({ id: idSchema('cus'), name: z.string() }),
    /** As the customer was known when the two were compared. */
    subject: z.object({ name: z.string(), birth: z.string().nullable(), countries: z.array(z.string()) }),
    source: z.enum(SCREENING_SOURCES),
    entry: z.object({
      ref: z.string(),
      kind: z.enum(['person', 'organisation', 'other']),
      program: z.string(),
      names: z.array(z.string()),
      births: z.array(z.string()),
      countries: z.array(z.string()),
      remarks: z.string(),
    }),
    /** 0 to 100. */
    score: z.int(),
    compared: z.object({
      name: z.string(),
      nameScore: z.int(),
      parts: z.array(matchedPartSchema),
      birth: fact,
      country: fact,
    }),
    state: z.enum(['open', 'cleared', 'confirmed', 'gone']),
    openedAt: instantSchema,
    /** By when we owe a decision. */
    dueAt: instantSchema.nullable(),
    /** It would not be found any more. */
    isFaded: z.boolean(),
    /** What waits for a colleague. */
    proposal: verdictProposalSchema.nullable(),
    decision: z.object({ at: instantSchema, by: z.array(person), note: z.string() }).nullable(),
  })
  .meta({ id: 'ScreeningMatch' });

const listVersionSchema = z
  .object({
    id: z.string(),
    source: z.enum(SCREENING_SOURCES),
    state: z.enum(['current', 'superseded', 'refused']),
    files: z.array(z.string()),
    /** SHA-256, in hex. */
    hash: z.string(),
    entries: z.int(),
    names: z.int(),
    refusal: z
      .object({ reason: z.string(), file: z.string().nullable(), line: z.int().nullable() })
      .nullable(),
    loadedAt: instantSchema,
    /** Null: the clock. */
    loadedBy: person.nullable(),
  })
  .meta({ id: 'ScreeningList' });

/** Who looks like somebody on a sanctions list: staff for risk decides, with four eyes. */
export const consoleScreeningApi = {
  screeningQueue: route({
    method: 'GET',
    path: '/api/v1/staff/screening-matches',
    access: RISK,
    tags: ['Console'],
    summary:
      'Customers who are like somebody on a list, the likest first; or what was decided, the newest first',
    query: z.object({ view: z.enum(['open', 'decided']).default('open') }),
    ok: z.object({ items: z.array(screeningMatchSchema) }),
  }),
  proposeVerdict: route({
    method: 'POST',
    path: '/api/v1/staff/screening-matches/:id/proposals',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary:
      'Say whether the two are one person, with a ground from the list and a note; a colleague approves',
    params: z.object({ id: idSchema('scr') }),
    body: z
      .object({ verdict: z.enum(VERDICTS), ground: z.enum(GROUNDS), note })
      .refine(isGroundOf, { path: ['ground'] }),
    ok: screeningMatchSchema,
    errors: ['screening_over', 'proposal_open'],
  }),
  decideVerdict: route({
    method: 'POST',
    path: '/api/v1/staff/screening-proposals/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary: 'Approve what a colleague has said, or reject it; or take the own word back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']), note: note.nullish() }),
    ok: z.object({
      /** What the match is now; null where nothing was decided about it. */
      state: z.enum(['open', 'cleared', 'confirmed', 'gone']).nullable(),
      /** The account is free again. */
      isFree: z.boolean(),
    }),
    errors: ['proposal_own', 'proposal_closed', 'screening_over'],
  }),
  screeningLists: route({
    method: 'GET',
    path: '/api/v1/staff/screening-lists',
    access: RISK,
    tags: ['Console'],
    summary: 'Versions of the lists that were taken or refused, and how far everybody is screened',
    ok: z.object({
      items: z.array(listVersionSchema),
      /** The score from which somebody looks. */
      threshold: z.int(),
      run: z
        .object({
          screened: z.int(),
          found: z.int(),
          startedAt: instantSchema,
          finishedAt: instantSchema.nullable(),
        })
        .nullable(),
    }),
  }),
  loadScreeningLists: route({
    method: 'POST',
    path: '/api/v1/staff/screening-list-loads',
    access: RISK,
    tags: ['Console'],
    status: 202,
    summary: 'Look into the operator’s folder now',
    body: z.object({}),
    ok: z.object({}),
    rate: { limit: 10, seconds: 300, by: 'actor' },
  }),
} as const;
