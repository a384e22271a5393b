import { corridorOf, type Purpose, PURPOSE_TEXT_MAX } from '#common/beneficiary';
import { add, checkAmount, compare, type Money, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import { decideLimits, type LimitFacts, originOf, type RateTable } from '#risk';
import { type Block, refusalOfBlock } from '../account/blocked.ts';
import { isFresh } from '../exchange/decide.ts';
import type { Parts, Road, StandingRefusal, Tariff } from './cross-border.ts';
import { type Price, priceTransfer, type Wanted } from './price.ts';

/** What is known of the balance and of who is paid. */
export type Standing = {
  readonly block: Block | null;
  /** Until when transfers wait: all of them, or those to this payee. */
  readonly coolingUntil: string | null;
  /** What is owed, in whatever currency: money does not leave past a debt. */
  readonly debt: { readonly owed: Money; readonly collectsFrom: string } | null;
  readonly limits: LimitFacts;
  readonly available: Money;
};
export type QuoteRefusal =
  | StandingRefusal
  | Refusal<
      | 'cross_border_not_offered'
      | 'amount_not_positive'
      | 'amount_too_large'
      | 'amount_below_minimum'
      | 'exchange_paused'
      | 'beneficiary_purpose_not_allowed'
      | 'beneficiary_purpose_text_needed'
    >;
export type PricingFacts = Standing & {
  /** Null: nothing is paid from this currency, or into that one. */
  readonly tariff: Tariff | null;
  readonly road: Road | null;
  readonly rates: RateTable;
  readonly today: Temporal.PlainDate;
};
export type Meant = {
  readonly country: string;
  readonly purpose: Purpose;
  readonly purposeText: string | null;
};

/** Whether so much may be sent abroad, and what it counts as. What no other amount would change comes first. Pure. */
export function decideStanding(
  { converted, fee, correspondentFee }: Pick<Parts, 'converted' | 'fee' | 'correspondentFee'>,
  { block, coolingUntil, debt, limits, available }: Standing,
): Result<{ counted: Money }, StandingRefusal> {
  if (block) return err(refusalOfBlock(block));
  if (debt) return err({ code: 'debt_outstanding', ...debt });
  if (coolingUntil !== null) return err({ code: 'beneficiary_cooling', until: coolingUntil });
  const limited = decideLimits(converted, limits);
  if (!limited.ok) return limited;
  const total = add(add(converted, fee), correspondentFee);
  if (compare(available, total) < 0)
    return err({ code: 'insufficient_funds', available, needed: total, missing: subtract(total, available) });
  return limited;
}

/** Whether that country takes money for this, and whether it is told well enough. Pure. */
export function decidePurpose({
  country,
  purpose,
  purposeText,
}: Meant): Result<void, Refusal<'beneficiary_purpose_not_allowed' | 'beneficiary_purpose_text_needed'>> {
  if (corridorOf(country)?.purposes.includes(purpose) !== true)
    return err({ code: 'beneficiary_purpose_not_allowed' });
  const isTold = purposeText !== null && purposeText.length <= PURPOSE_TEXT_MAX;
  return purpose === 'other' && !isTold ? err({ code: 'beneficiary_purpose_text_needed' }) : ok(undefined);
}

/** The price of a transfer, or why there is none. Pure. */
export function decideQuote(wanted: Wanted, meant: Meant, facts: PricingFacts): Result<Price, QuoteRefusal> {
  const { tariff, road, rates, today } = facts;
  if (!tariff || !road) return err({ code: 'cross_border_not_offered' });
  const checked = checkAmount(wanted.amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  const purpose = decidePurpose(meant);
  if (!purpose.ok) return purpose;
  const [from, to] = [tariff.currency, road.currency];
  const origin = originOf(rates, from, to);
  const isPriced = from === to || (origin !== null && isFresh(origin, today));
  const priced = isPriced ? priceTransfer(wanted, { tariff, road }, rates.rates) : null;
  if (!priced) return err({ code: 'exchange_paused', ratesOf: origin?.day ?? rates.day });
  if (!priced.ok) return priced;
  for (const part of [priced.value.total, priced.value.get]) {
    const size = checkAmount(part);
    if (!size.ok && size.error.code === 'amount_too_large') return err(size.error);
  }
  const stands = decideStanding(priced.value, facts);
  return stands.ok ? priced : stands;
}
