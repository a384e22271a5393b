import { z } from 'zod';
import { BLOCKABLE, LIFT_GROUNDS, RESTRICTION_REASONS } from './restriction.ts';
import { route } from './route.ts';
import { idSchema, instantSchema } from './wire.ts';

const NOTE_MAX = 500;
const note = z.string().trim().min(1).max(NOTE_MAX);
/** Kinds that staff imposes; the others come with what their owners do. */
export const IMPOSABLE = ['limited', 'frozen', 'legal_hold'] as const;
export const RISK = { staff: ['risk'] } as const;
const person = z.object({ id: z.string(), name: z.string() });

export const staffProposalSchema = z
  .object({
    id: idSchema('prop'),
    ground: z.enum(LIFT_GROUNDS),
    note: z.string(),
    by: person,
    at: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'LiftProposal' });
/** A restriction with what only staff for risk may know. */
export const staffRestrictionSchema = z
  .object({
    id: idSchema('rst'),
    customer: z.object({ id: idSchema('cus'), name: z.string() }),
    kind: z.enum(['closed', 'closing', 'legal_hold', 'frozen', 'self_frozen', 'limited']),
    reason: z.enum(RESTRICTION_REASONS),
    disclosure: z.enum(['full', 'category', 'none']),
    blocked: z.array(z.enum(BLOCKABLE)),
    note: z.string(),
    by: person,
    since: instantSchema,
    dueAt: instantSchema.nullable(),
    isLate: z.boolean(),
    liftedAt: instantSchema.nullable(),
    liftedBy: person.nullable(),
    /** The owner's request to lift it, while it is open. */
    requestId: idSchema('case').nullable(),
    /** What waits for a colleague. */
    proposal: staffProposalSchema.nullable(),
  })
  .meta({ id: 'StaffRestriction' });

/** Restricting and lifting: staff for risk, on record; lifting with four eyes. */
export const consoleRestrictionApi = {
  restrictionDesk: route({
    method: 'GET',
    path: '/api/v1/staff/restrictions',
    access: RISK,
    tags: ['Console'],
    summary: 'Restrictions in force, those that are due first standing first, with what waits for approval',
    ok: z.object({ items: z.array(staffRestrictionSchema) }),
  }),
  lookUpCustomer: route({
    method: 'POST',
    path: '/api/v1/staff/customer-look-ups',
    access: RISK,
    tags: ['Console'],
    summary:
      'A customer by exact mail address, phone or account name, with all restrictions; the look is logged with its reason',
    body: z.object({ query: z.string().trim().min(3).max(254), reason: z.string().trim().min(3).max(200) }),
    ok: z.object({
      id: idSchema('cus'),
      name: z.string(),
      maskedEmail: z.string(),
      maskedPhone: z.string(),
      handle: z.string().nullable(),
      restrictions: z.array(staffRestrictionSchema),
    }),
    errors: ['not_found'],
    rate: { limit: 60, seconds: 300, by: 'actor' },
  }),
  imposeRestriction: route({
    method: 'POST',
    path: '/api/v1/staff/restrictions',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Restrict an account, with a reason from the list and a note for colleagues',
    body: z.object({
      customer: idSchema('cus'),
      kind: z.enum(IMPOSABLE),
      reason: z.enum(RESTRICTION_REASONS),
      capabilities: z.array(z.enum(BLOCKABLE)).max(BLOCKABLE.length).default([]),
      note,
    }),
    ok: staffRestrictionSchema,
    errors: ['not_found', 'restriction_stands', 'restriction_not_possible'],
  }),
  proposeLifting: route({
    method: 'POST',
    path: '/api/v1/staff/restrictions/:id/lift-proposals',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Propose to lift a restriction; a colleague approves',
    params: z.object({ id: idSchema('rst') }),
    body: z.object({ ground: z.enum(LIFT_GROUNDS), note }),
    ok: staffRestrictionSchema,
    errors: ['restriction_over', 'proposal_open', 'screening_decides'],
  }),
  decideLifting: route({
    method: 'POST',
    path: '/api/v1/staff/lift-proposals/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary: 'Approve a colleague’s proposal, which lifts at once, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']), note: note.nullish() }),
    ok: z.object({ lifted: z.boolean() }),
    errors: ['proposal_own', 'proposal_closed', 'restriction_over'],
  }),
} as const;
