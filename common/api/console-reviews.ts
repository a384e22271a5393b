import { z } from 'zod';
import { GROUNDS_OF, REVIEW_DECISIONS, REVIEW_GROUNDS } from '../payment-review.ts';
import { RISK_FACT_NAMES, type RiskFact, RULE_REASONS } from '../risk-rule.ts';
import { RISK } from './console-restrictions.ts';
import { SCREENING_SOURCES } from './console-screening.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema, wireMoneySchema } from './wire.ts';

const note = z.string().trim().min(1).max(500);
const person = z.object({ id: z.string(), name: z.string() });
/** What can be held: a payment, a top-up that has come, a withdrawal, or a transfer abroad. */
const reviewed = z.union([idSchema('tr'), idSchema('tu'), idSchema('wd'), idSchema('xb')]);
const decision = z.enum(REVIEW_DECISIONS);
const ground = z.enum(REVIEW_GROUNDS);

/** Somebody on a list whom a payee’s name is like. */
export const listedPayeeSchema = z.object({
  source: z.enum(SCREENING_SOURCES),
  /** The entry’s number on that list. */
  ref: z.string(),
  name: z.string(),
  program: z.string(),
  /** 0 to 100. */
  score: z.int(),
});

export const paymentReviewSchema = z
  .object({
    id: reviewed,
    payer: person,
    /** Null of a top-up and of a withdrawal. */
    payee: person.nullable(),
    amount: wireMoneySchema,
    since: instantSchema,
    dueAt: instantSchema,
    /** So large that a colleague approves. */
    needsTwo: z.boolean(),
    /** What matched, the highest outcome first. */
    rules: z.array(
      z.object({ id: idSchema('rul'), name: z.string(), reason: z.enum(RULE_REASONS), by: z.string() }),
    ),
    /** Whom on which list the payee’s name was like; empty if the entry was there before and is gone. Null where no list has a part in it. */
    listed: z.array(listedPayeeSchema).nullable(),
    currency: currencySchema,
    facts: z.partialRecord(z.enum(RISK_FACT_NAMES as [RiskFact, ...RiskFact[]]), z.string()),
    /** What waits for a colleague. */
    proposal: z
      .object({
        id: idSchema('prop'),
        decision,
        ground,
        note: z.string(),
        by: person,
        expiresAt: instantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'PaymentReview' });

/** Payments, top-ups and withdrawals that a rule held: staff for risk releases or refuses them, on record; large ones with four eyes. */
export const consoleReviewApi = {
  reviewQueue: route({
    method: 'GET',
    path: '/api/v1/staff/payment-reviews',
    access: RISK,
    tags: ['Console'],
    summary: 'Held payments and top-ups, due first standing first, with the facts and the rules that matched',
    ok: z.object({ items: z.array(paymentReviewSchema) }),
  }),
  decideReview: route({
    method: 'POST',
    path: '/api/v1/staff/payment-reviews/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary:
      'Release a held payment or refuse it; what is large becomes a proposal that a colleague approves',
    params: z.object({ id: reviewed }),
    body: z
      .object({ decision, ground, note })
      .refine((body) => (GROUNDS_OF[body.decision] as readonly string[]).includes(body.ground), {
        error: 'does not fit the decision',
        path: ['ground'],
      }),
    ok: z.object({ outcome: z.enum(['done', 'proposed']) }),
    errors: ['not_found', 'review_over', 'review_blocked', 'proposal_open'],
  }),
  decideReviewProposal: route({
    method: 'POST',
    path: '/api/v1/staff/payment-review-proposals/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary:
      'Approve what a colleague proposed about a held payment, which carries it out, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']) }),
    ok: z.object({ ended: z.boolean() }),
    errors: ['not_found', 'proposal_own', 'proposal_closed', 'review_over', 'review_blocked'],
  }),
} as const;
