import { z } from 'zod';
import { RISK } from './console-restrictions.ts';
import { route } from './route.ts';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';

const NOTE_MAX = 500;
const note = z.string().trim().min(1).max(NOTE_MAX);
const caseId = z.object({ id: idSchema('case') });
const person = z.object({ id: idSchema('cus'), name: z.string() });

/** A claimed payment as staff for risk sees it. */
export const staffClaimSchema = z
  .object({
    caseId: idSchema('case'),
    transfer: idSchema('tr'),
    payer: person,
    payee: person,
    amount: wireMoneySchema,
    held: wireMoneySchema,
    returned: wireMoneySchema,
    /** What can be added to what is held: no more than was paid, nor than the payee has. */
    addable: wireMoneySchema,
    since: instantSchema,
    /** What waits for a colleague. */
    proposal: z
      .object({
        id: idSchema('prop'),
        amount: wireMoneySchema,
        note: z.string(),
        by: z.object({ id: idSchema('stf'), name: z.string() }),
        expiresAt: instantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'StaffClaim' });

/** “I did not make this payment”, for staff for risk: what is held of it, and holding more, with four eyes. */
export const consoleClaimApi = {
  openClaims: route({
    method: 'GET',
    path: '/api/v1/staff/payment-claims',
    access: RISK,
    tags: ['Console'],
    summary:
      'Claimed payments that nobody has decided about yet, the oldest first, with what more can be held',
    ok: z.object({ items: z.array(staffClaimSchema) }),
  }),
  proposeHold: route({
    method: 'POST',
    path: '/api/v1/staff/payment-claims/:id/hold-proposals',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Propose to hold more of a claimed payment with its payee; a colleague approves',
    params: caseId,
    body: z.object({ amount: wireMoneySchema, note }),
    ok: staffClaimSchema,
    errors: ['case_changed_meanwhile', 'hold_not_possible', 'proposal_open'],
  }),
  decideHold: route({
    method: 'POST',
    path: '/api/v1/staff/payment-claims/:id/hold-decisions',
    access: RISK,
    tags: ['Console'],
    summary:
      'Approve a colleague’s proposal, which holds it if the payee still has it, or reject it; or take the own one back',
    params: caseId,
    body: z.object({
      proposalId: idSchema('prop'),
      decision: z.enum(['approve', 'reject', 'withdraw']),
      note: note.nullish(),
    }),
    ok: staffClaimSchema,
    errors: ['case_changed_meanwhile', 'hold_not_possible', 'proposal_own', 'proposal_closed'],
  }),
} as const;
