import { money, type Money, portionUp } from '#common/money';
import { crossRate, type Fraction, type Rates } from '#common/rates';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Parts, Road, Tariff } from './cross-border.ts';

/** A transfer as it is posted, with what the customer is told of the price. */
export type Price = Parts & {
  readonly total: Money;
  /** Fees and mark-up as one number, in the currency that is paid from, rounded up. */
  readonly cost: Money;
  readonly reference: Fraction;
  readonly rate: Fraction;
};
/** What leaves in all, or what the account gets. */
export type Wanted = { readonly fixed: 'source' | 'target'; readonly amount: Money };

const WHOLE = 10_000n;
const down = (minor: bigint, { numerator, denominator }: Fraction): bigint =>
  (minor * numerator) / denominator;
const up = (minor: bigint, { numerator, denominator }: Fraction): bigint =>
  (minor * numerator + denominator - 1n) / denominator;
const inverse = ({ numerator, denominator }: Fraction): Fraction => ({
  numerator: denominator,
  denominator: numerator,
});
export const markupOf = ({ currency }: Tariff, road: Road): number =>
  currency === road.currency ? 0 : road.markupBasisPoints;

/**
 * Prices a transfer; null where there is no rate. What the account gets is rounded down, what is paid up. Money of the same currency is not
 * exchanged and has no mark-up. Source: reference/wallet.md section 4.
 */
export function priceTransfer(
  { fixed, amount }: Wanted,
  { tariff, road }: { tariff: Tariff; road: Road },
  rates: Rates,
): Result<Price, Refusal<'amount_below_minimum'>> | null {
  const [from, to] = [tariff.currency, road.currency];
  const reference = from === to ? { numerator: 1n, denominator: 1n } : crossRate(from, to, rates);
  if (!reference) return null;
  const markup = BigInt(markupOf(tariff, road));
  const rate = {
    numerator: reference.numerator * (WHOLE - markup),
    denominator: reference.denominator * WHOLE,
  };
  const { converted, fee } =
    fixed === 'source' ? splitTotal(amount.minor, tariff) : withFee(up(amount.minor, inverse(rate)), tariff);
  const get = fixed === 'target' ? amount.minor : converted > 0n ? down(converted, rate) : 0n;
  const correspondentFee = tariff.correspondentFee.minor;
  const total = converted + fee + correspondentFee;
  if (converted <= 0n || get <= 0n || total < tariff.totalMin.minor)
    return err({ code: 'amount_below_minimum', min: tariff.totalMin });
  const atMarket = down(converted, reference);
  const spread = (atMarket * markup) / WHOLE;
  return ok({
    total: money(total, from),
    fee: money(fee, from),
    correspondentFee: money(correspondentFee, from),
    converted: money(converted, from),
    get: money(get, to),
    spread: money(spread, to),
    rounding: money(atMarket - get - spread, to),
    cost: money(total - down(get, inverse(reference)), from),
    reference,
    rate,
  });
}

/** The fee on what is exchanged: a part, rounded up, and at least the minimum; once on the whole. */
function withFee(converted: bigint, { currency, feeBasisPoints, feeMin }: Tariff) {
  const portion = portionUp(money(converted, currency), BigInt(feeBasisPoints)).minor;
  return { converted, fee: portion < feeMin.minor ? feeMin.minor : portion };
}

/** The largest sum that leaves room for its fees in a total; what rounding leaves over, less than one unit, goes to the fee. */
function splitTotal(total: bigint, { feeBasisPoints, feeMin, correspondentFee }: Tariff) {
  const left = total - correspondentFee.minor;
  const byPortion = (left * WHOLE) / (WHOLE + BigInt(feeBasisPoints));
  const byMinimum = left - feeMin.minor;
  const converted = byPortion < byMinimum ? byPortion : byMinimum;
  return { converted, fee: left - converted };
}

/**
 * What the market has done to a transfer that comes back: its owner gets what was exchanged then, and we hold what it was worth at the market then
 * (what the account got, the mark-up and the rounding). Whatever that is short of today's worth is our loss, in the currency that was paid from.
 * Null where nothing has changed, or nobody knows. Pure.
 */
export function marketMove(
  { converted, get, spread, rounding }: Pick<Parts, 'converted' | 'get' | 'spread' | 'rounding'>,
  rates: Rates,
): { readonly isLoss: boolean; readonly amount: Money } | null {
  const { currency } = converted;
  if (get.currency === currency) return null;
  const reference = crossRate(currency, get.currency, rates);
  if (!reference) return null;
  // Rounded as it was when it went: at the same rate the difference is nothing, to the last unit.
  const short = down(converted.minor, reference) - (get.minor + spread.minor + rounding.minor);
  const minor = down(short < 0n ? -short : short, inverse(reference));
  return minor === 0n ? null : { isLoss: short > 0n, amount: money(minor, currency) };
}
