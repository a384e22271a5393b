import { z } from 'zod';
import {
  conditionSchema,
  RISK_FACT_NAMES,
  type RiskFact,
  RULE_OPERATIONS,
  RULE_OUTCOMES,
  RULE_REASONS,
  ruleSchema,
} from '../risk-rule.ts';
import { RISK } from './console-restrictions.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema, wireMoneySchema } from './wire.ts';

const note = z.string().trim().min(1).max(500);
const person = z.object({ id: z.string(), name: z.string() });
const version = z.number().int().positive();
/** Days that one replay, or one picture, looks back at most. */
export const REPLAY_DAYS_MAX = 90;
/** What rules decide about. */
const decided = z.union([idSchema('tr'), idSchema('tu'), idSchema('wd'), idSchema('xb')]);
const label = z.enum(['fraud', 'not_fraud']);

export const staffRuleSchema = z
  .object({
    id: idSchema('rul'),
    /** The newest version, which the form begins with. */
    version,
    name: z.string(),
    operations: z.array(z.enum(RULE_OPERATIONS)),
    /** Of the amounts in its conditions. */
    currency: currencySchema,
    outcome: z.enum(RULE_OUTCOMES),
    reason: z.enum(RULE_REASONS),
    conditions: z.array(conditionSchema),
    by: person,
    at: instantSchema,
    /** The version that decides payments now; null while none does. */
    liveVersion: version.nullable(),
    /** What waits for a colleague. */
    proposal: z
      .object({
        id: idSchema('prop'),
        version,
        change: z.enum(['on', 'off']),
        note: z.string(),
        by: person,
        expiresAt: instantSchema,
      })
      .nullable(),
    /** Matches of the last 30 days, by day. */
    hits: z.array(z.object({ day: z.iso.date(), hits: z.number().int() })),
  })
  .meta({ id: 'StaffRule' });

export const ruleHitSchema = z
  .object({
    operationId: decided,
    at: instantSchema,
    payer: person,
    amount: wireMoneySchema,
    /** What amounts among the facts are in. */
    countedIn: currencySchema,
    outcome: z.enum(['allow', ...RULE_OUTCOMES]),
    /** As they were kept: whole numbers as text, by name; what nobody knew is left out. */
    facts: z.partialRecord(z.enum(RISK_FACT_NAMES as [RiskFact, ...RiskFact[]]), z.string()),
    label: label.nullable(),
  })
  .meta({ id: 'RuleHit' });

export const replaySchema = z
  .object({
    payments: z.number().int(),
    money: wireMoneySchema,
    differences: z.number().int(),
    hits: z.number().int(),
    moneyHit: wireMoneySchema,
    alreadyCaught: z.number().int(),
    fraud: z.number().int(),
    falseAlarms: z.number().int(),
    missedFraud: z.number().int(),
    byDay: z.array(z.object({ day: z.iso.date(), payments: z.number().int(), hits: z.number().int() })),
    shown: z.array(ruleHitSchema),
    isPartial: z.boolean(),
  })
  .meta({ id: 'RuleReplay' });

/** Rules of payments and top-ups: written by one member of staff for risk, switched on and off by two. */
export const consoleRuleApi = {
  ruleDesk: route({
    method: 'GET',
    path: '/api/v1/staff/rules',
    access: RISK,
    tags: ['Console'],
    summary:
      'Every rule in its newest version, what is live, what waits for approval, and how often each matched',
    ok: z.object({ currency: currencySchema, set: z.number().int(), items: z.array(staffRuleSchema) }),
  }),
  writeRule: route({
    method: 'POST',
    path: '/api/v1/staff/rules',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Write a rule, or with `id` the next version of one; it decides nothing until it is switched on',
    body: z.object({ id: idSchema('rul').nullish(), rule: ruleSchema }),
    ok: z.object({ id: idSchema('rul'), version }),
    errors: ['not_found', 'rule_changed_meanwhile'],
  }),
  replayRule: route({
    method: 'POST',
    path: '/api/v1/staff/rule-replays',
    access: RISK,
    tags: ['Console'],
    summary: 'Try a rule on the kept facts of the payments and top-ups of some days; nothing is changed',
    body: z.object({
      rule: ruleSchema,
      days: z.number().int().min(1).max(REPLAY_DAYS_MAX),
      /** Of the amounts in its conditions; the base currency if it is not said. */
      currency: currencySchema.optional(),
    }),
    ok: replaySchema,
    rate: { limit: 30, seconds: 60, by: 'actor' },
  }),
  proposeRule: route({
    method: 'POST',
    path: '/api/v1/staff/rules/:id/proposals',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Propose to switch a version of a rule on, or the rule off; a colleague approves',
    params: z.object({ id: idSchema('rul') }),
    body: z.object({ version, change: z.enum(['on', 'off']), note }),
    ok: null,
    errors: ['not_found', 'rule_changed_meanwhile', 'proposal_open'],
  }),
  decideRule: route({
    method: 'POST',
    path: '/api/v1/staff/rule-proposals/:id/decisions',
    access: RISK,
    tags: ['Console'],
    summary: 'Approve a colleague’s proposal, which counts at once, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']), note: note.nullish() }),
    ok: z.object({ set: z.number().int().nullable() }),
    errors: ['proposal_own', 'proposal_closed', 'rule_changed_meanwhile'],
  }),
  ruleHits: route({
    method: 'GET',
    path: '/api/v1/staff/rules/:id/hits',
    access: RISK,
    tags: ['Console'],
    summary: 'The newest payments and top-ups that a rule matched, with the facts that were kept',
    params: z.object({ id: idSchema('rul') }),
    ok: z.object({ items: z.array(ruleHitSchema) }),
  }),
  labelPayment: route({
    method: 'POST',
    path: '/api/v1/staff/payment-labels',
    access: RISK,
    tags: ['Console'],
    status: 201,
    summary: 'Say what a payment turned out to be; replays count hits and false alarms by it',
    body: z.object({ operationId: decided, label, note }),
    ok: null,
    errors: ['not_found'],
  }),
} as const;
