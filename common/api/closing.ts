import { z } from 'zod';
import { route } from './route.ts';
import { TOLD_WHY } from './restriction.ts';
import { idSchema, instantSchema, moneyInput, wireMoneySchema } from './wire.ts';

/** What stands in the way of closing; each has a place where it can be cleared. */
export const obstacleSchema = z
  .discriminatedUnion('kind', [
    /** Money that is there: to be paid to somebody, or given up where it is little enough. */
    z.object({ kind: z.literal('balance'), amount: wireMoneySchema, canGiveUp: z.boolean() }),
    /** Money that is reserved: it becomes free or is taken by itself. */
    z.object({ kind: z.literal('held'), amount: wireMoneySchema }),
    z.object({ kind: z.literal('debt'), amount: wireMoneySchema }),
    /** An operation that waits for somebody. */
    z.object({ kind: z.literal('operation'), id: z.string(), amount: wireMoneySchema }),
    z.object({ kind: z.literal('case'), id: idSchema('case') }),
    z.object({ kind: z.literal('restriction'), why: z.enum(TOLD_WHY) }),
  ])
  .meta({ id: 'ClosingObstacle' });

export const closingSchema = z
  .object({
    state: z.enum(['open', 'closing']),
    obstacles: z.array(obstacleSchema),
    /** Days in which it can be taken back. */
    coolingDays: z.number().int(),
    requestedAt: instantSchema.nullable(),
    closesAt: instantSchema.nullable(),
  })
  .meta({ id: 'Closing' });

/** The word that is typed to confirm, in each language. */
export const CLOSING_WORDS = { en: 'CLOSE', 'zh-CN': '注销' } as const;

/** What a former customer can show: no name, no address, and a signature over every letter of it. */
export const closureRecordSchema = z
  .strictObject({
    format: z.literal('okpay closure record v1'),
    id: idSchema('clo'),
    account: idSchema('cus'),
    openedAt: instantSchema,
    requestedAt: instantSchema,
    closedAt: instantSchema,
    /** By currency, each zero: nothing was left. */
    balances: z.array(wireMoneySchema),
    keyId: z.string().max(60),
    signature: z.string().max(200),
  })
  .meta({ id: 'ClosureRecord' });
export type ClosureRecord = z.input<typeof closureRecordSchema>;

export const closingApi = {
  closing: route({
    method: 'GET',
    path: '/api/v1/closing',
    access: 'customer',
    tags: ['Account'],
    summary: 'What stands in the way of closing the account, and how it stands if it was asked for',
    ok: closingSchema,
  }),
  giveUpRemainder: route({
    method: 'POST',
    path: '/api/v1/closing/given-up-remainders',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'Give up what is left in one currency, where it is little enough; stands in the history',
    body: z.object({ amount: moneyInput }),
    ok: closingSchema,
    errors: ['access_proof_required', 'remainder_not_givable'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  closeAccount: route({
    method: 'POST',
    path: '/api/v1/closing',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'Close the account after a cooling time, with a proof of who you are and the word typed',
    body: z.object({ word: z.enum([CLOSING_WORDS.en, CLOSING_WORDS['zh-CN']]) }),
    ok: closingSchema,
    errors: ['access_proof_required', 'closing_blocked'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  keepAccount: route({
    method: 'DELETE',
    path: '/api/v1/closing',
    access: 'customer',
    tags: ['Account'],
    summary: 'Keep the account after all',
    ok: closingSchema,
    errors: ['closing_over'],
  }),
  requestClosureCode: route({
    method: 'POST',
    path: '/api/v1/closure-record-codes',
    access: 'public',
    tags: ['Account'],
    status: 202,
    summary: 'Send a code to the mail address of an account that was closed',
    description: 'Answers the same whether or not there was one.',
    body: z.object({ email: z.string().min(3).max(254) }),
    ok: z.object({ sentTo: z.string() }),
    rate: { limit: 20, seconds: 3600, by: 'ip' },
  }),
  takeClosureRecord: route({
    method: 'POST',
    path: '/api/v1/closure-records',
    access: 'public',
    tags: ['Account'],
    summary: 'The signed record of a closed account, by its mail address and the code sent there',
    body: z.object({ email: z.string().min(3).max(254), code: z.string().min(1).max(12) }),
    ok: closureRecordSchema,
    errors: ['access_code_not_valid'],
    rate: { limit: 20, seconds: 600, by: 'ip' },
  }),
} as const;
