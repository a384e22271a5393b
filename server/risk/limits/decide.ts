import { add, compare, type Money, notNegative, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { convertDown, convertUp } from '../rates/convert.ts';
import type { LimitFacts } from './limit.ts';

export type LimitRefusal = Refusal<'limit_per_payment' | 'limit_per_day'>;

/**
 * Decides whether an amount is within the limits, and what it counts as in the base currency. Pure.
 * One payment comes before the day: waiting until tomorrow would not help an amount that is too large by itself.
 * The facts of a refusal are in the currency of the payment, so that the amount they allow can be typed as it stands.
 */
export function decideLimits(amount: Money, facts: LimitFacts): Result<{ counted: Money }, LimitRefusal> {
  const { limits, usedToday, rates, resetsAt } = facts;
  const counted = convertUp(amount, usedToday.currency, rates);
  const inPaymentCurrency = (limit: Money): Money => convertDown(limit, amount.currency, rates);

  const perPayment = lowest(limits, 'payment');
  if (perPayment && compare(counted, perPayment) > 0)
    return err({ code: 'limit_per_payment', limit: inPaymentCurrency(perPayment) });

  const perDay = lowest(limits, 'day');
  if (perDay && compare(add(usedToday, counted), perDay) > 0) {
    const remaining = notNegative(subtract(perDay, usedToday));
    return err({
      code: 'limit_per_day',
      limit: inPaymentCurrency(perDay),
      remaining: inPaymentCurrency(remaining),
      resetsAt: resetsAt.toString(),
    });
  }
  return ok({ counted });
}

export function lowest(limits: LimitFacts['limits'], window: 'payment' | 'day'): Money | null {
  let least: Money | null = null;
  for (const entry of limits)
    if (entry.window === window && (least === null || compare(entry.limit, least) < 0)) least = entry.limit;
  return least;
}

/** The facts as they are kept with the operation: rule versions, rates and counters of that moment. */
export const keptLimitFacts = ({ limits, usedToday, rates, day }: LimitFacts) => ({
  rules: limits.map(({ rule, limit }) => ({ rule, limit: limit.minor.toString() })),
  baseCurrency: usedToday.currency,
  usedToday: usedToday.minor.toString(),
  day: day.toString(),
  ratesOf: `${rates.day} ${rates.source}`,
});
