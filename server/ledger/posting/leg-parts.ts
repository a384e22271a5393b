import type { Money } from '#common/money';
import type { Leg, TransferUuid } from '../transfer.ts';

/** The amount that a leg names; a resolution or reversal of all of something names none. */
export const amountOf = (leg: Leg): Money | undefined => ('amount' in leg ? leg.amount : undefined);

/** The transfer that a leg follows: the hold that it resolves or what it reverses. */
export function referenceOf(leg: Leg): TransferUuid | null {
  if ('hold' in leg) return leg.hold;
  return 'original' in leg ? leg.original : null;
}
