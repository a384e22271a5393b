import { type Currency, type Money, zero } from '#common/money';
import type { Debt } from './debt.ts';

/** What of due debts is still owed in one currency, with the first one's notice; null if nothing is. */
export function dueDebt(
  due: readonly Debt[],
  currency: Currency,
): { readonly owed: Money; readonly collectsFrom: string } | null {
  const [first] = due;
  if (!first) return null;
  const owed = due.reduce((sum, debt) => ({ ...sum, minor: sum.minor + debt.owed.minor }), zero(currency));
  return { owed, collectsFrom: first.collectsFrom.toString() };
}
