import type { OkOf } from '#common/api/route';
import type { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { type Currency, money } from '#common/money';
import {
  type Condition,
  RISK_FACTS,
  type RiskFact,
  type RuleForm,
  type RuleOp,
  type RuleOperation,
  type RuleOutcome,
  type RuleReason,
} from '#common/risk-rule';
import { unreachable } from '#common/result';
import * as m from '#messages';

export type StaffRule = OkOf<typeof api.ruleDesk>['items'][number];
export type RuleHit = OkOf<typeof api.ruleHits>['items'][number];
export type RuleReplay = OkOf<typeof api.replayRule>;

type Word = (values?: Record<string, never>, options?: { locale?: Locale }) => string;
const FACTS: Record<RiskFact, Word> = {
  amount: m.console_fact_amount,
  used_today: m.console_fact_used_today,
  used_this_month: m.console_fact_used_this_month,
  balance_share: m.console_fact_balance_share,
  first_payment: m.console_fact_first_payment,
  hour: m.console_fact_hour,
  account_age: m.console_fact_account_age,
  payee_age: m.console_fact_payee_age,
  device_age: m.console_fact_device_age,
  sent_count_hour: m.console_fact_sent_count_hour,
  sent_count_day: m.console_fact_sent_count_day,
  payees_day: m.console_fact_payees_day,
  received_hour: m.console_fact_received_hour,
  received_day: m.console_fact_received_day,
  payers_day: m.console_fact_payers_day,
  share_of_largest: m.console_fact_share_of_largest,
  payee_payers_day: m.console_fact_payee_payers_day,
  payee_received_day: m.console_fact_payee_received_day,
  top_up_count_day: m.console_fact_top_up_count_day,
  topped_up_day: m.console_fact_topped_up_day,
  top_ups_failed_day: m.console_fact_top_ups_failed_day,
  first_top_up: m.console_fact_first_top_up,
  card_in_minutes: m.console_fact_card_in_minutes,
  passed_on_share: m.console_fact_passed_on_share,
  device_customers_day: m.console_fact_device_customers_day,
  device_count_day: m.console_fact_device_count_day,
  device_sum_day: m.console_fact_device_sum_day,
  payout_count_day: m.console_fact_payout_count_day,
  paid_out_day: m.console_fact_paid_out_day,
  first_payout: m.console_fact_first_payout,
  bank_account_age: m.console_fact_bank_account_age,
  bank_account_close_match: m.console_fact_bank_account_close_match,
  name_mismatch: m.console_fact_name_mismatch,
};
export const factWord = (fact: RiskFact, locale?: Locale): string =>
  FACTS[fact]({}, locale ? { locale } : {});

const OPS: Record<RuleOp, () => string> = {
  above: m.console_op_above,
  at_least: m.console_op_at_least,
  below: m.console_op_below,
  is: m.console_op_is,
  between: m.console_op_between,
};
export const opWord = (op: RuleOp): string => OPS[op]();

const OUTCOMES: Record<RuleOutcome, Word> = {
  step_up: m.console_outcome_step_up,
  hold: m.console_outcome_hold,
  block: m.console_outcome_block,
};
export const outcomeWord = (outcome: RuleOutcome): string => OUTCOMES[outcome]();

const REASONS: Record<RuleReason, () => string> = {
  large_sum: m.console_rule_reason_large_sum,
  first_payment: m.console_rule_reason_first_payment,
  unusual: m.console_rule_reason_unusual,
  unsafe_pattern: m.console_rule_reason_unsafe_pattern,
  too_many: m.console_rule_reason_too_many,
  review: m.console_rule_reason_review,
};
export const ruleReasonWord = (reason: RuleReason): string => REASONS[reason]();

const hour = (value: string): string => `${value.padStart(2, '0')}:00`;

/** The rules that the product comes with have names in every language; others are called as whoever wrote them called them. */
const SHIPPED: Readonly<Record<string, () => string>> = {
  rul_0000000000000000000000000A: m.console_shipped_large,
  rul_0000000000000000000000000B: m.console_shipped_first,
  rul_0000000000000000000000000C: m.console_shipped_unusual,
  rul_0000000000000000000000000D: m.console_shipped_night,
  rul_0000000000000000000000000E: m.console_shipped_mule,
  rul_0000000000000000000000000F: m.console_shipped_first_hop,
  rul_0000000000000000000000000G: m.console_shipped_new_mule,
  rul_0000000000000000000000000H: m.console_shipped_device,
  rul_0000000000000000000000000J: m.console_shipped_cards,
  rul_0000000000000000000000000K: m.console_shipped_first_top_up,
  rul_0000000000000000000000000M: m.console_shipped_mule_out,
  rul_0000000000000000000000000N: m.console_shipped_card_out,
  rul_0000000000000000000000000P: m.console_shipped_new_account,
  rul_0000000000000000000000000Q: m.console_shipped_night_out,
  rul_0000000000000000000000000R: m.console_shipped_many_out,
};
export const ruleName = ({ id, name, by }: Pick<StaffRule, 'id' | 'name' | 'by'>): string =>
  (by.id === 'okpay' ? SHIPPED[id]?.() : undefined) ?? name;

/** A value as its fact is counted. */
export function factValue(fact: RiskFact, value: string, { locale, currency }: Words): string {
  const unit = RISK_FACTS[fact];
  switch (unit) {
    case 'money':
      return formatMoney(money(BigInt(value), currency), { locale });
    case 'percent':
      return `${value} %`;
    case 'minutes':
      return m.console_minutes({ count: Number(value) }, { locale });
    case 'days':
      return m.console_days({ count: Number(value) }, { locale });
    case 'hour':
      return hour(value);
    case 'boolean':
      return value === '1' ? m.console_yes({}, { locale }) : m.console_no({}, { locale });
    case 'count':
      return value;
    default:
      return unreachable(unit);
  }
}

type Words = { readonly locale: Locale; readonly currency: Currency };

function conditionText({ fact, op, value, until = '0' }: Condition, words: Words): string {
  const { locale } = words;
  const values = { fact: factWord(fact, locale), value: factValue(fact, value, words) };
  switch (op) {
    case 'above':
      return m.console_condition_above(values, { locale });
    case 'at_least':
      return m.console_condition_at_least(values, { locale });
    case 'below':
      return m.console_condition_below(values, { locale });
    case 'between':
      return m.console_condition_between(
        { fact: values.fact, from: hour(value), to: hour(until) },
        { locale },
      );
    case 'is':
      return isText(fact, value === '1', locale);
    default:
      return unreachable(op);
  }
}

/** What yes and no are of each fact that is one of them. */
const YES_NO: Partial<Record<RiskFact, readonly [yes: Word, no: Word]>> = {
  first_payment: [m.console_condition_first, m.console_condition_not_first],
  first_top_up: [m.console_condition_first_top_up, m.console_condition_not_first_top_up],
  first_payout: [m.console_condition_first_payout, m.console_condition_not_first_payout],
  bank_account_close_match: [m.console_condition_close_match, m.console_condition_not_close_match],
};
function isText(fact: RiskFact, isYes: boolean, locale: Locale): string {
  const [yes, no] = YES_NO[fact] ?? [m.console_condition_first, m.console_condition_not_first];
  return (isYes ? yes : no)({}, { locale });
}

const OPERATIONS: Record<RuleOperation, Word> = {
  transfer: m.console_about_transfer,
  top_up: m.console_about_top_up,
  withdrawal: m.console_about_withdrawal,
};
export const operationWord = (operation: RuleOperation, locale?: Locale): string =>
  OPERATIONS[operation]({}, locale ? { locale } : {});
/** What a rule is about, as a list in words. */
export const operationsText = (operations: readonly RuleOperation[], locale: Locale): string =>
  new Intl.ListFormat(locale).format(operations.map((each) => operationWord(each, locale)));

const SENTENCES: Record<
  RuleOutcome,
  (values: { conditions: string }, options: { locale: Locale }) => string
> = {
  step_up: m.console_sentence_step_up,
  hold: m.console_sentence_hold,
  block: m.console_sentence_block,
};

/** What a rule does, as one sentence in either language. */
export function ruleSentence(
  { operations, conditions, outcome }: Pick<RuleForm, 'operations' | 'conditions' | 'outcome'>,
  words: Words,
): string {
  const { locale } = words;
  const parts = conditions.map((condition) => conditionText(condition, words));
  const list = parts.reduce((first, second) => m.console_rule_and({ first, second }, { locale }));
  const sentence = SENTENCES[outcome]({ conditions: list }, { locale });
  const about = operationsText(operations, locale);
  return m.console_sentence_about({ operations: about, sentence }, { locale });
}
