import { isAmountAbove, type RuleReason } from '#common/risk-rule';
import { type Money, money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { invariant } from '#common/result';
import type { Rule, Verdict } from './rule.ts';

export type FactorAsked = Refusal<
  'strong_factor_required' | 'strong_factor_first_payment' | 'strong_factor_unusual'
>;
export type FactorMissing = Refusal<'strong_factor_missing' | 'strong_factor_not_set_up'>;
/** The same of a top-up: it has no payee, and which rule it was is no help to who tops up. */
export type TopUpFactor = Refusal<'top_up_factor_required' | 'top_up_factor_not_set_up'>;
/** The same of a withdrawal: it goes to an own account. Whoever has a factor is asked for it anyway, so a rule finds only who has none. */
export type PayoutFactorMissing = Refusal<'withdrawal_factor_not_set_up'>;
export type PayoutBlocked = Refusal<'withdrawal_unsafe' | 'withdrawals_too_many'>;
export type TopUpBlocked = Refusal<'top_up_unsafe' | 'top_ups_too_many'>;
export type BlockedByRule = Refusal<'payment_unsafe' | 'payments_too_many'>;

/** Of several rules that ask for the factor the one is told that says most to the payer. */
const TOLD_FIRST: readonly RuleReason[] = ['large_sum', 'first_payment', 'unusual'];

const ruleToTell = ({ matched }: Verdict): Rule | undefined =>
  matched
    .filter(({ outcome }) => outcome === 'step_up')
    .toSorted((a, b) => TOLD_FIRST.indexOf(a.reason) - TOLD_FIRST.indexOf(b.reason))[0];

/** The lowest sum that these conditions leave alone. */
function aboveOf({ conditions, currency }: Rule): Money {
  const condition = conditions.find(isAmountAbove);
  invariant(condition !== undefined, 'a rule about large sums names one');
  return money(BigInt(condition.value), currency);
}

/** Why the strong factor is asked for; of somebody who holds none, what there is to set up. */
export function tellFactor(
  verdict: Verdict,
  { holdsOne }: { holdsOne: boolean },
): FactorAsked | FactorMissing {
  const rule = ruleToTell(verdict);
  invariant(rule !== undefined, 'a rule asked for the factor');
  if (rule.reason === 'large_sum') {
    const above = aboveOf(rule);
    return { code: holdsOne ? 'strong_factor_required' : 'strong_factor_missing', above };
  }
  if (!holdsOne) return { code: 'strong_factor_not_set_up' };
  return { code: rule.reason === 'first_payment' ? 'strong_factor_first_payment' : 'strong_factor_unusual' };
}

/** Null where nothing blocks it. What exactly looked wrong is not told: it would teach whoever tries. */
export function tellBlock({ outcome, matched }: Verdict): BlockedByRule | null {
  if (outcome !== 'block') return null;
  return { code: matched[0]?.reason === 'too_many' ? 'payments_too_many' : 'payment_unsafe' };
}

export const tellTopUpFactor = (total: Money, { holdsOne }: { holdsOne: boolean }): TopUpFactor => ({
  code: holdsOne ? 'top_up_factor_required' : 'top_up_factor_not_set_up',
  total,
});

export function tellTopUpBlock({ outcome, matched }: Verdict): TopUpBlocked | null {
  if (outcome !== 'block') return null;
  return { code: matched[0]?.reason === 'too_many' ? 'top_ups_too_many' : 'top_up_unsafe' };
}

export const tellPayoutFactor = (total: Money): PayoutFactorMissing => ({
  code: 'withdrawal_factor_not_set_up',
  total,
});

export function tellPayoutBlock({ outcome, matched }: Verdict): PayoutBlocked | null {
  if (outcome !== 'block') return null;
  return { code: matched[0]?.reason === 'too_many' ? 'withdrawals_too_many' : 'withdrawal_unsafe' };
}
