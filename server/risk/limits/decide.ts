import { add, compare, type Money, notNegative, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { convertDown, convertUp } from '../rates/convert.ts';
import type { LimitFacts, Window } from './limit.ts';

export type LimitRefusal = Refusal<'limit_per_payment' | 'limit_per_day' | 'limit_per_month'>;

/**
 * Decides whether an amount is within the limits, and what it counts as in the base currency. Pure.
 * One payment comes before the month and the month before the day: waiting until tomorrow would not help an amount that is too large
 * by itself or for what is left of the month.
 * The facts of a refusal are in the currency of the payment, so that the amount they allow can be typed as it stands.
 */
export function decideLimits(amount: Money, facts: LimitFacts): Result<{ counted: Money }, LimitRefusal> {
  const { limits, used, rates, resetsAt } = facts;
  const counted = convertUp(amount, used.day.currency, rates);
  const inPaymentCurrency = (limit: Money): Money => convertDown(limit, amount.currency, rates);

  const perPayment = lowest(limits, 'payment');
  if (perPayment && compare(counted, perPayment) > 0)
    return err({ code: 'limit_per_payment', limit: inPaymentCurrency(perPayment) });

  for (const window of ['month', 'day'] as const) {
    const limit = lowest(limits, window);
    if (!limit || compare(add(used[window], counted), limit) <= 0) continue;
    return err({
      code: window === 'day' ? 'limit_per_day' : 'limit_per_month',
      limit: inPaymentCurrency(limit),
      remaining: inPaymentCurrency(leftOf(facts)),
      resetsAt: resetsAt[window].toString(),
    });
  }
  return ok({ counted });
}

/** What can still be used now: the least that day and month leave. */
function leftOf({ limits, used }: LimitFacts): Money {
  const left = (['day', 'month'] as const).flatMap((window) => {
    const limit = lowest(limits, window);
    return limit ? [notNegative(subtract(limit, used[window]))] : [];
  });
  return left.reduce((least, each) => (compare(each, least) < 0 ? each : least));
}

export function lowest(limits: LimitFacts['limits'], window: Window): Money | null {
  let least: Money | null = null;
  for (const entry of limits)
    if (entry.window === window && (least === null || compare(entry.limit, least) < 0)) least = entry.limit;
  return least;
}

/** The facts as they are kept with the operation: rule versions, rates and counters of that moment. */
export const keptLimitFacts = ({ limits, used, rates, day }: LimitFacts) => ({
  rules: limits.map(({ rule, limit }) => ({ rule, limit: limit.minor.toString() })),
  baseCurrency: used.day.currency,
  usedToday: used.day.minor.toString(),
  usedThisMonth: used.month.minor.toString(),
  day: day.toString(),
  ratesOf: `${rates.day} ${rates.source}`,
});
