import type { ExchangePrice, ExchangeTariff } from '#common/exchange-price';
import { priceExchange, RATES_LAST_DAYS } from '#common/exchange-price';
import { checkAmount, compare, type Currency, type Money, subtract } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { originOf, type Origin, type RateTable } from '#risk';
import { type Block, refusalOfBlock } from '../account/blocked.ts';
import type { PricingRefusal, StandingRefusal } from './exchange.ts';

/** What is known of the balance that is given from. */
export type Standing = {
  readonly block: Block | null;
  readonly available: Money;
  /** What of debts in this currency is due and could not be collected; null if there is none. */
  readonly debt: { readonly owed: Money; readonly collectsFrom: string } | null;
};
export type PricingFacts = Standing & {
  readonly tariff: ExchangeTariff | null;
  readonly rates: RateTable;
  readonly today: Temporal.PlainDate;
};

/** Whether a rate of that day still promises anything. */
export const isFresh = ({ day }: Pick<Origin, 'day'>, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.from(day).until(today).days <= RATES_LAST_DAYS;

/** Whether so much may leave the balance. What no other amount would change comes first. */
export function decideStanding(
  give: Money,
  { block, debt, available }: Standing,
): Result<void, StandingRefusal> {
  if (block) return err(refusalOfBlock(block));
  if (debt) return err({ code: 'debt_outstanding', ...debt });
  if (compare(available, give) < 0)
    return err({ code: 'insufficient_funds', available, needed: give, missing: subtract(give, available) });
  return ok(undefined);
}

/** The price of an exchange, or why there is none. Pure. */
export function decideQuote(
  amount: Money,
  { from, to }: { from: Currency; to: Currency },
  facts: PricingFacts,
): Result<ExchangePrice, PricingRefusal> {
  if (from === to) return err({ code: 'exchange_same_currency' });
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  const { tariff, rates, today } = facts;
  const origin = originOf(rates, from, to);
  const isOffered = origin !== null && isFresh(origin, today);
  const priced = tariff && isOffered ? priceExchange(amount, tariff, rates.rates) : null;
  if (!priced) return err({ code: 'exchange_paused', ratesOf: origin?.day ?? rates.day });
  if (!priced.ok) return priced;
  for (const part of [priced.value.give, priced.value.get]) {
    const size = checkAmount(part);
    if (!size.ok && size.error.code === 'amount_too_large') return err(size.error);
  }
  const stands = decideStanding(priced.value.give, facts);
  return stands.ok ? priced : stands;
}
