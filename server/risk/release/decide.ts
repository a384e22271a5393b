import { atMost, money, type Money, notNegative, subtract } from '#common/money';
import { convertDown, convertUp, type RateTable } from '../rates/convert.ts';

/** How much of card top-ups can be spent at once within a window of hours, and after how many hours the rest. */
export type ReleaseRule = {
  readonly rule: string;
  readonly atOnce: Money;
  readonly windowHours: number;
  readonly delayHours: number;
};

export type ReleaseFacts = {
  readonly rule: ReleaseRule;
  /** What this customer's top-ups of the window were let through at once, in the rule's currency. */
  readonly grantedInWindow: Money;
  readonly rates: RateTable;
};

export type Release = {
  readonly atOnce: Money;
  readonly delayed: Money;
  /** What `atOnce` counts as in the rule's currency, for the next decision. */
  readonly counted: Money;
};

/**
 * Decides what of a top-up can be spent at once. Pure. A card payment can be taken back by its bank long after it arrived;
 * what was sent on meanwhile is lost to whoever trusted it, so the unknown start small.
 */
export function decideRelease(amount: Money, { rule, grantedInWindow, rates }: ReleaseFacts): Release {
  const left = notNegative(subtract(rule.atOnce, grantedInWindow));
  const atOnce = atMost(amount, convertDown(left, amount.currency, rates));
  return {
    atOnce,
    delayed: subtract(amount, atOnce),
    counted:
      atOnce.minor === 0n ? money(0n, rule.atOnce.currency) : convertUp(atOnce, rule.atOnce.currency, rates),
  };
}
