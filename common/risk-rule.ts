import { z } from 'zod';

/** How the value of a fact is counted. */
export type FactUnit = 'money' | 'count' | 'days' | 'minutes' | 'percent' | 'hour' | 'boolean';

/** What a rule can be about: payments to people, top-ups by card, and withdrawals to a bank account. */
export const RULE_OPERATIONS = ['transfer', 'top_up', 'withdrawal'] as const;
export type RuleOperation = (typeof RULE_OPERATIONS)[number];

/**
 * What a rule can ask about a payment, a top-up or a withdrawal. Decisions keep the values by their place in this list, so nothing is ever taken out or
 * moved: new facts come at the end. From `sent_count_hour` on they are read from histories, where a rule turns on them.
 */
export const RISK_FACTS = {
  amount: 'money',
  used_today: 'money',
  used_this_month: 'money',
  balance_share: 'percent',
  first_payment: 'boolean',
  hour: 'hour',
  account_age: 'days',
  payee_age: 'days',
  device_age: 'days',
  sent_count_hour: 'count',
  sent_count_day: 'count',
  payees_day: 'count',
  received_hour: 'money',
  received_day: 'money',
  payers_day: 'count',
  share_of_largest: 'percent',
  payee_payers_day: 'count',
  payee_received_day: 'money',
  top_up_count_day: 'count',
  topped_up_day: 'money',
  top_ups_failed_day: 'count',
  first_top_up: 'boolean',
  card_in_minutes: 'minutes',
  passed_on_share: 'percent',
  device_customers_day: 'count',
  device_count_day: 'count',
  device_sum_day: 'money',
  payout_count_day: 'count',
  paid_out_day: 'money',
  first_payout: 'boolean',
  bank_account_age: 'days',
  bank_account_close_match: 'boolean',
  name_mismatch: 'boolean',
} as const satisfies Record<string, FactUnit>;
export type RiskFact = keyof typeof RISK_FACTS;
export const RISK_FACT_NAMES = Object.keys(RISK_FACTS) as RiskFact[];
/** Facts that not every kind of operation has; all others are known of each. */
const ONLY_OF: Partial<Record<RiskFact, readonly RuleOperation[]>> = {
  balance_share: ['transfer', 'withdrawal'],
  first_payment: ['transfer'],
  payee_age: ['transfer'],
  share_of_largest: ['transfer'],
  payee_payers_day: ['transfer'],
  payee_received_day: ['transfer'],
  card_in_minutes: ['transfer', 'withdrawal'],
  passed_on_share: ['transfer', 'withdrawal'],
  name_mismatch: ['transfer'],
  first_top_up: ['top_up'],
  first_payout: ['withdrawal'],
  bank_account_age: ['withdrawal'],
  bank_account_close_match: ['withdrawal'],
};
/** Whether a fact is known of all these operations: a condition on another one would never be true. */
export const isFactOf = (fact: RiskFact, operations: readonly RuleOperation[]): boolean => {
  const only = ONLY_OF[fact];
  return only === undefined || operations.every((operation) => only.includes(operation));
};

export const RULE_OPS = ['above', 'at_least', 'below', 'is', 'between'] as const;
export type RuleOp = (typeof RULE_OPS)[number];
const OF_NUMBERS = ['above', 'at_least', 'below'] as const;
export const OPS_OF: Record<FactUnit, readonly RuleOp[]> = {
  money: OF_NUMBERS,
  count: OF_NUMBERS,
  days: OF_NUMBERS,
  minutes: OF_NUMBERS,
  percent: OF_NUMBERS,
  hour: ['between'],
  boolean: ['is'],
};

export const RULE_OUTCOMES = ['step_up', 'hold', 'block'] as const;
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];
/** What the customer is told, by outcome. */
export const REASONS_OF = {
  step_up: ['large_sum', 'first_payment', 'unusual'],
  hold: ['review'],
  block: ['unsafe_pattern', 'too_many'],
} as const satisfies Record<RuleOutcome, readonly string[]>;
export type RuleReason = (typeof REASONS_OF)[RuleOutcome][number];
export const RULE_REASONS = Object.values(REASONS_OF).flat() as [RuleReason, ...RuleReason[]];
/** Whether a reason can be told of all these operations: what comes from a card, or goes to an own account, is no payment to somebody. */
export const isReasonOf = (reason: RuleReason, operations: readonly RuleOperation[]): boolean =>
  reason !== 'first_payment' || operations.every((operation) => operation === 'transfer');

/** Conditions of one rule; who needs more wants two rules. */
export const CONDITIONS_MAX = 12;
const HOURS = 24;
const NUMBER = /^\d{1,15}$/;
const number = z.string().regex(NUMBER);

export const conditionSchema = z
  .object({
    fact: z.enum(RISK_FACT_NAMES as [RiskFact, ...RiskFact[]]),
    op: z.enum(RULE_OPS),
    /** Minor units, a number, an hour, or 1 for yes and 0 for no. */
    value: number,
    /** Of `between`: the hour that is not in it any more; it may lie after midnight. */
    until: number.optional(),
  })
  .refine(({ fact, op }) => OPS_OF[RISK_FACTS[fact]].includes(op), { error: 'does not fit the fact' })
  .refine(({ op, until }) => (op === 'between') === (until !== undefined), { error: 'needs both ends' })
  .refine(({ fact, value, until }) => RISK_FACTS[fact] !== 'hour' || isSpan(value, until), {
    error: 'is no span of hours',
  })
  .refine(({ fact, value }) => RISK_FACTS[fact] !== 'boolean' || value === '0' || value === '1', {
    error: 'is yes or no',
  });
export type Condition = z.output<typeof conditionSchema>;

const isSpan = (value: string, until: string | undefined): boolean =>
  Number(value) < HOURS && Number(until) < HOURS && value !== until;

/** A rule as staff writes it. All of its conditions must be true. */
export const ruleSchema = z
  .object({
    name: z.string().trim().min(1).max(80),
    operations: z
      .array(z.enum(RULE_OPERATIONS))
      .min(1)
      .refine((all) => new Set(all).size === all.length, { error: 'names each once' })
      .default(['transfer']),
    outcome: z.enum(RULE_OUTCOMES),
    reason: z.enum(RULE_REASONS),
    conditions: z.array(conditionSchema).min(1).max(CONDITIONS_MAX),
  })
  .refine(({ outcome, reason }) => (REASONS_OF[outcome] as readonly string[]).includes(reason), {
    error: 'does not fit the outcome',
    path: ['reason'],
  })
  .refine(({ operations, conditions }) => conditions.every(({ fact }) => isFactOf(fact, operations)), {
    error: 'asks for a fact that not all of its operations have',
    path: ['conditions'],
  })
  .refine(({ operations, reason }) => isReasonOf(reason, operations), {
    error: 'does not fit the operations',
    path: ['reason'],
  })
  // Its sentence names the sum.
  .refine(({ reason, conditions }) => reason !== 'large_sum' || conditions.some(isAmountAbove), {
    error: 'asks for an amount',
    path: ['conditions'],
  })
  .meta({
    example: {
      name: 'Large sum',
      operations: ['transfer'],
      outcome: 'step_up',
      reason: 'large_sum',
      conditions: [{ fact: 'amount', op: 'above', value: '500000' }],
    },
  });
export type RuleForm = z.output<typeof ruleSchema>;

/** What a form still lacks before it can be sent; null when it is complete. For the browser, where zod is not. */
export function lackOf({
  name,
  operations,
  reason,
  conditions,
}: RuleForm): 'input' | 'operations' | 'facts' | 'amount' | null {
  if (operations.length === 0) return 'operations';
  if (!conditions.every(({ fact }) => isFactOf(fact, operations))) return 'facts';
  if (name.trim() === '' || !conditions.every(isFilled)) return 'input';
  return reason === 'large_sum' && !conditions.some(isAmountAbove) ? 'amount' : null;
}
const isFilled = ({ fact, value, until }: Condition): boolean =>
  NUMBER.test(value) && (RISK_FACTS[fact] !== 'hour' || (NUMBER.test(until ?? '') && isSpan(value, until)));

export const isAmountAbove = ({ fact, op }: Condition): boolean => fact === 'amount' && op === 'above';
