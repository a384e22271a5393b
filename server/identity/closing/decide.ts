import type { Money } from '#common/money';
import type { ClosingFacts, Obstacle } from './closing.ts';

/** Whether so little can be given up. Nothing cannot, and neither can what has no rule. */
export const isGivable = ({ minor, currency }: Money, remainders: ClosingFacts['remainders']): boolean =>
  minor > 0n && minor <= (remainders.get(currency) ?? 0n);

/** Everything that stands in the way, in the order in which the owner can act on it. Pure. */
export function obstaclesOf(facts: ClosingFacts): Obstacle[] {
  const { wallets, debts, operations, cases, restrictions, remainders } = facts;
  return [
    ...restrictions.map((why): Obstacle => ({ kind: 'restriction', why })),
    ...debts.map((amount): Obstacle => ({ kind: 'debt', amount })),
    ...operations.map(({ id, amount }): Obstacle => ({ kind: 'operation', id, amount })),
    // A hold that stands can still be captured, on an account that is restricted too: it has to end first.
    ...wallets
      .flatMap(({ heldOut, incoming }) => [heldOut, incoming])
      .filter(({ minor }) => minor > 0n)
      .map((amount): Obstacle => ({ kind: 'held', amount })),
    ...wallets
      .filter(({ available }) => available.minor > 0n)
      .map(({ available, heldOut }): Obstacle => ({
        kind: 'balance',
        amount: available,
        // What is still reserved may come back: then it would be more than little.
        canGiveUp: heldOut.minor === 0n && isGivable(available, remainders),
      })),
    ...cases.map((id): Obstacle => ({ kind: 'case', id })),
  ];
}
