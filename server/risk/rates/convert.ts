import { type Currency, money, type Money } from '#common/money';
import { crossRate, type Fraction, type Rates } from '#common/rates';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';

/** The newest rate of every currency. */
export type RateTable = {
  /** The newest of them. */
  readonly day: string;
  readonly source: string;
  readonly rates: Rates;
  /** Each with where it is from: a currency that its publisher left out keeps the rate of before. */
  readonly origins?: Readonly<Partial<Record<Currency, Origin>>>;
};
export type Origin = {
  readonly day: string;
  readonly source: string;
  readonly fetchedAt: Temporal.Instant | null;
};

/** Where a rate between two currencies is from: of the two the older one; null where one has none. */
export function originOf({ origins }: RateTable, from: Currency, to: Currency): Origin | null {
  const [a, b] = [origins?.[from], origins?.[to]];
  if (!a || !b) return null;
  return a.day <= b.day ? a : b;
}

/** The exact value in minor units of `to`, as a fraction. */
function fraction(amount: Money, to: Currency, { rates, day }: RateTable): Fraction {
  const cross = crossRate(amount.currency, to, rates);
  invariant(cross !== null, `there is a rate for ${amount.currency} and ${to} on ${day}`);
  return { ...cross, numerator: amount.minor * cross.numerator };
}

/** Rounded up: what is counted against a limit is never less than what moves. */
export function convertUp(amount: Money, to: Currency, table: RateTable): Money {
  if (amount.currency === to) return amount;
  const { numerator, denominator } = fraction(amount, to, table);
  return money((numerator + denominator - 1n) / denominator, to);
}

/** Rounded down: what is offered as still allowed fits when it is converted back up. */
export function convertDown(amount: Money, to: Currency, table: RateTable): Money {
  if (amount.currency === to) return amount;
  const { numerator, denominator } = fraction(amount, to, table);
  return money(numerator / denominator, to);
}
