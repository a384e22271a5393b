import { z } from 'zod';
import { CONFLICT_OUTCOMES } from '../conflict.ts';
import { FINANCE } from './console-finance.ts';
import { route } from './route.ts';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';

const note = z.string().trim().min(1).max(500);
const customer = z.object({ id: idSchema('cus'), name: z.string() });
const conflictId = z.union([idSchema('wd'), idSchema('xb')]);
const outcomeSchema = z.enum(CONFLICT_OUTCOMES);

/** What is proposed about a conflict: what is true, and how many words of banks whoever proposed it had seen. */
export const endConflictParameters = z.object({
  outcome: outcomeSchema,
  words: z.number().int().min(0),
});

const staff = z.object({ id: idSchema('stf'), name: z.string() });
const proposalSchema = z.object({
  id: idSchema('prop'),
  outcome: outcomeSchema,
  note: z.string(),
  by: staff,
  expiresAt: instantSchema,
});

export const conflictItemSchema = z
  .object({
    id: conflictId,
    kind: z.enum(['withdrawal', 'cross_border']),
    owner: customer,
    /** What the account of the payee gets. */
    amount: wireMoneySchema,
    since: instantSchema,
    dueAt: instantSchema.nullable(),
    /** Where the money is by our books: held in the wallet, with banks on the way, at the account, back in the wallet. */
    ours: z.enum(['held', 'on_the_way', 'arrived', 'back']),
    proposal: proposalSchema.nullable(),
  })
  .meta({ id: 'ConflictItem' });

/** The ends of a movement as finance knows them. */
export const CONFLICT_PLACES = [
  'wallet',
  'our_account',
  'on_the_way',
  'suspense',
  'fees',
  'exchange',
  'losses',
] as const;
const place = z.enum(CONFLICT_PLACES);

export const consoleConflictApi = {
  conflicts: route({
    method: 'GET',
    path: '/api/v1/staff/conflicts',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Payouts and transfers abroad over which the words of banks and our books disagree, the oldest first',
    ok: z.object({ items: z.array(conflictItemSchema) }),
  }),
  conflict: route({
    method: 'GET',
    path: '/api/v1/staff/conflicts/:id',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'One of them: what each bank said, when and in which file, what our books moved, and what may be true',
    params: z.object({ id: conflictId }),
    ok: conflictItemSchema
      .extend({
        words: z.array(
          z.object({
            kind: z.enum([
              'accepted',
              'pending',
              'rejected',
              'booked',
              'credited',
              'returned',
              'recall_accepted',
              'recall_refused',
            ]),
            bankCode: z.string().nullable(),
            reference: z.string().nullable(),
            amount: wireMoneySchema.nullable(),
            /** Number of the bank's report or of the correspondent's message. */
            file: z.string(),
            line: z.number().int().nullable(),
            at: instantSchema,
          }),
        ),
        movements: z.array(
          z.object({
            kind: z.enum(['held', 'freed', 'moved', 'taken_back']),
            amount: wireMoneySchema,
            from: place,
            to: place,
            at: instantSchema,
          }),
        ),
        /** What banks moved and nobody here had asked for, and which way. */
        aside: z.object({ direction: z.enum(['out', 'in']), amount: wireMoneySchema }).nullable(),
        outcomes: z.array(outcomeSchema),
        /** The file is still brought to the bank by itself: that it was never paid cannot be known yet. */
        isStillGoing: z.boolean(),
        /** How earlier conflicts about it were ended. */
        ended: z.array(
          z.object({
            outcome: outcomeSchema,
            note: z.string(),
            by: staff,
            approvedBy: staff,
            at: instantSchema,
          }),
        ),
      })
      .meta({ id: 'Conflict' }),
    errors: ['not_found', 'conflict_changed'],
  }),
  proposeConflictEnd: route({
    method: 'POST',
    path: '/api/v1/staff/conflicts/:id/proposals',
    access: FINANCE,
    tags: ['Console'],
    status: 201,
    summary: 'Propose what is true of a conflict; a colleague approves, and then the money moves',
    params: z.object({ id: conflictId }),
    body: endConflictParameters.extend({ note }),
    ok: z.object({ proposalId: idSchema('prop') }),
    errors: ['not_found', 'conflict_changed', 'conflict_outcome_not_possible', 'proposal_open'],
  }),
  decideConflictEnd: route({
    method: 'POST',
    path: '/api/v1/staff/conflict-proposals/:id/decisions',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Approve what a colleague proposed about a conflict, which carries out exactly that, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']) }),
    ok: z.object({ ended: z.boolean() }),
    errors: [
      'not_found',
      'proposal_own',
      'proposal_closed',
      'conflict_changed',
      'conflict_outcome_not_possible',
    ],
  }),
} as const;
