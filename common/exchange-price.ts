// The price of an exchange, one way to count it: the server binds by it, the screen shows by it while somebody types.
import { money, type Currency, type Money, portionUp, subtract } from './money.ts';
import { crossRate, type Fraction, type Rates } from './rates.ts';
import { err, ok, type Result } from './result.ts';

/** What an exchange from one currency into another costs. The mark-up is taken off the reference rate, the fee off what is given. */
export type ExchangeTariff = {
  readonly from: Currency;
  readonly to: Currency;
  readonly feeBasisPoints: number;
  /** In the currency that is given. */
  readonly feeMin: Money;
  readonly markupBasisPoints: number;
  /** Least that can be given. */
  readonly giveMin: Money;
};

/** An exchange as it is posted; every part is what one line of the ledger carries. */
export type ExchangePrice = {
  /** Leaves the balance: fee and converted together. */
  readonly give: Money;
  readonly fee: Money;
  readonly converted: Money;
  /** Comes into the other balance. */
  readonly get: Money;
  /** What the mark-up earns, in the currency that is got. */
  readonly spread: Money;
  /** What rounding leaves over, less than one minor unit of either currency. */
  readonly rounding: Money;
  /** Fee and mark-up as one number, in the currency that is given, rounded up. */
  readonly cost: Money;
  /** The rate of the market and the customer's, of minor units. */
  readonly reference: Fraction;
  readonly rate: Fraction;
};
export type PriceRefusal = { readonly code: 'amount_below_minimum'; readonly min: Money };

/** Days after which rates promise nothing any more: the longest row of days without new ones is Easter's. */
export const RATES_LAST_DAYS = 5;
/** Minutes a price is locked: long enough to think, short enough that the market does not move far. */
export const PRICE_MINUTES = 5;

const WHOLE = 10_000n;
const down = (minor: bigint, { numerator, denominator }: Fraction): bigint =>
  (minor * numerator) / denominator;
const up = (minor: bigint, { numerator, denominator }: Fraction): bigint =>
  (minor * numerator + denominator - 1n) / denominator;
const inverse = ({ numerator, denominator }: Fraction): Fraction => ({
  numerator: denominator,
  denominator: numerator,
});

/**
 * Prices an exchange by what is given or by what is to be got; null where there is no rate. What is got is rounded down, what is given up:
 * no number of small exchanges ever gains on one large one, and no way back gains on the way there. Source: reference/wallet.md section 4.
 */
export function priceExchange(
  amount: Money,
  tariff: ExchangeTariff,
  rates: Rates,
): Result<ExchangePrice, PriceRefusal> | null {
  const { from, to, markupBasisPoints } = tariff;
  const reference = crossRate(from, to, rates);
  if (!reference) return null;
  const rate = {
    numerator: reference.numerator * (WHOLE - BigInt(markupBasisPoints)),
    denominator: reference.denominator * WHOLE,
  };
  const give = amount.currency === from ? amount : givenFor(up(amount.minor, inverse(rate)), tariff);
  const fee = feeOf(give, tariff);
  const converted = subtract(give, fee);
  const get = amount.currency === to ? amount : money(down(converted.minor, rate), to);
  if (give.minor < tariff.giveMin.minor || converted.minor <= 0n || get.minor <= 0n)
    return err({ code: 'amount_below_minimum', min: leastGiven(tariff, rate) });
  // At the rate of the market; what of it the customer does not get is the spread, and what is too small for a unit.
  const atMarket = down(converted.minor, reference);
  const spread = (atMarket * BigInt(markupBasisPoints)) / WHOLE;
  const cost = money(give.minor - down(get.minor, inverse(reference)), from);
  return ok({
    give,
    fee,
    converted,
    get,
    spread: money(spread, to),
    rounding: money(atMarket - get.minor - spread, to),
    cost,
    reference,
    rate,
  });
}

/** Rounded up, then raised to the minimum; once, on the whole amount. */
function feeOf(give: Money, { feeBasisPoints, feeMin }: ExchangeTariff): Money {
  const portion = portionUp(give, BigInt(feeBasisPoints));
  return portion.minor < feeMin.minor ? feeMin : portion;
}

/** The least sum of which so much is left after the fee. */
function givenFor(converted: bigint, tariff: ExchangeTariff): Money {
  const left = WHOLE - BigInt(tariff.feeBasisPoints);
  const byPortion = (converted * WHOLE + left - 1n) / left;
  const byMinimum = converted + tariff.feeMin.minor;
  return money(byPortion > byMinimum ? byPortion : byMinimum, tariff.from);
}

/** What must be given at least, so that something is got for it. */
function leastGiven(tariff: ExchangeTariff, rate: Fraction): Money {
  const forOne = givenFor(up(1n, inverse(rate)), tariff);
  return forOne.minor > tariff.giveMin.minor ? forOne : tariff.giveMin;
}
