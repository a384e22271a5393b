import { add, checkAmount, compare, type Currency, type Money, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { decideLimits, type LimitFacts } from '#risk';
import { type Block, refusalOfBlock } from '../account/blocked.ts';
import type { StandingRefusal, WithdrawalTariff } from './withdrawal.ts';

/** What is known of the balance and of the account that is paid out to. */
export type Standing = {
  readonly block: Block | null;
  /** Until when payouts wait: all of them, or those to this account. */
  readonly coolingUntil: string | null;
  /** What is owed, in whatever currency: money does not leave past a debt. */
  readonly debt: { readonly owed: Money; readonly collectsFrom: string } | null;
  readonly limits: LimitFacts;
  readonly available: Money;
};
export type QuoteRefusal =
  | StandingRefusal
  | Refusal<'amount_not_positive' | 'amount_too_large' | 'amount_below_minimum' | 'currency_not_offered'>;
export type PricingFacts = Standing & {
  /** Null: nothing is paid out in this currency. */
  readonly tariff: WithdrawalTariff | null;
  readonly offered: readonly Currency[];
};

/** Whether the account may pay out so much, and what it counts as. What no other amount would change comes first. Pure. */
export function decideStanding(
  { amount, fee }: { amount: Money; fee: Money },
  { block, coolingUntil, debt, limits, available }: Standing,
): Result<{ counted: Money }, StandingRefusal> {
  if (block) return err(refusalOfBlock(block));
  if (debt) return err({ code: 'debt_outstanding', ...debt });
  if (coolingUntil !== null) return err({ code: 'withdrawal_cooling', until: coolingUntil });
  const limited = decideLimits(amount, limits);
  if (!limited.ok) return limited;
  const total = add(amount, fee);
  if (compare(available, total) < 0)
    return err({ code: 'insufficient_funds', available, needed: total, missing: subtract(total, available) });
  return limited;
}

/** The price of a payout, or why there is none. Pure. */
export function decideQuote(
  amount: Money,
  facts: PricingFacts,
): Result<{ fee: Money; total: Money }, QuoteRefusal> {
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  const { tariff, offered } = facts;
  if (!tariff) return err({ code: 'currency_not_offered', offered: offered.join(', ') });
  if (compare(amount, tariff.amountMin) < 0)
    return err({ code: 'amount_below_minimum', min: tariff.amountMin });
  const { fee } = tariff;
  const stands = decideStanding({ amount, fee }, facts);
  return stands.ok ? ok({ fee, total: add(amount, fee) }) : stands;
}
