import { CURRENCY_EXPONENT, type Currency, money, type Money } from '#common/money';
import { invariant } from '#common/result';

/** How many units of a currency one reference unit is: mantissa / 10^scale. */
export type Rate = { readonly mantissa: bigint; readonly scale: number };
/** The rates of one day. */
export type RateTable = {
  readonly day: string;
  readonly source: string;
  readonly rates: Readonly<Partial<Record<Currency, Rate>>>;
};

const tenTo = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The exact value in minor units of `to`, as a fraction. */
function fraction(
  amount: Money,
  to: Currency,
  { rates, day }: RateTable,
): { numerator: bigint; denominator: bigint } {
  const from = rates[amount.currency];
  const target = rates[to];
  invariant(
    from !== undefined && target !== undefined,
    `there is a rate for ${amount.currency} and ${to} on ${day}`,
  );
  return {
    numerator: amount.minor * target.mantissa * tenTo(from.scale + CURRENCY_EXPONENT[to]),
    denominator: from.mantissa * tenTo(target.scale + CURRENCY_EXPONENT[amount.currency]),
  };
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
