import { add, atMost, type Money, notNegative, subtract, zero } from '#common/money';

export type ChargebackSplit = {
  /** What the wallet gives. */
  readonly taken: Money;
  /** What becomes a debt. */
  readonly owed: Money;
  /** What of this top-up stays held, as it is neither taken nor spendable yet. */
  readonly stillHeld: Money;
};

/**
 * Decides where the money of a chargeback comes from. Pure. First what of this very top-up is still held, then what is available;
 * the wallet never goes below zero, so the rest is owed. From a frozen wallet nothing leaves, and all of it is owed.
 */
export function splitChargeback(
  fromCustomer: Money,
  { held, available, mayLeave }: { held: Money; available: Money; mayLeave: boolean },
): ChargebackSplit {
  if (!mayLeave) return { taken: zero(fromCustomer.currency), owed: fromCustomer, stillHeld: held };
  const taken = atMost(fromCustomer, add(held, notNegative(available)));
  return { taken, owed: subtract(fromCustomer, taken), stillHeld: notNegative(subtract(held, taken)) };
}

/** How much of each debt, oldest first, what is available pays. Pure. */
export function allotCollection<D extends { readonly owed: Money }>(
  debts: readonly D[],
  available: Money,
): { debt: D; amount: Money }[] {
  let left = notNegative(available);
  const allotted: { debt: D; amount: Money }[] = [];
  for (const debt of debts) {
    const amount = atMost(debt.owed, left);
    if (amount.minor === 0n) continue;
    allotted.push({ debt, amount });
    left = subtract(left, amount);
  }
  return allotted;
}
