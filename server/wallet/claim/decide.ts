import type { PetitionOutcome } from '#common/api/petition';
import { atMost, type Money, notNegative, subtract, zero } from '#common/money';
import type { Withdrawal } from '../withdrawal/withdrawal.ts';
import type { Claim, ClaimRule } from './claim.ts';

type HoldFacts = {
  readonly amount: Money;
  /** What can leave the payee's wallet; null where nothing may. */
  readonly available: Money | null;
  readonly ageHours: number;
  readonly rule: ClaimRule;
};

/** What of the payment is held with the payee at once. Pure. What came before, and what is above the sum, is nobody's to hold. */
export function decideHold({ amount, available, ageHours, rule }: HoldFacts): Money {
  if (available === null || ageHours > rule.holdWithinHours) return zero(amount.currency);
  return atMost(atMost(amount, rule.holdMax), notNegative(available));
}

/** What staff may add to what is held: what was paid and is neither held nor given back, and no more than the payee has. Pure. */
export const mostToAdd = (
  { amount, held, returned }: Pick<Claim, 'amount' | 'held' | 'returned'>,
  /** Null where nothing may leave the payee's wallet: it is held as it is. */
  available: Money | null,
): Money =>
  available === null
    ? zero(amount.currency)
    : atMost(subtract(subtract(amount, held), returned), notNegative(available));

export type Return = {
  /** Taken from what is held with the payee. */
  readonly fromHeld: Money;
  /** Borne by the operator. */
  readonly fromOkpay: Money;
};

/** Where the money comes from that goes back to the payer. Pure. In part: what is held, and no more. */
export function decideReturn(
  { amount, held, returned }: Pick<Claim, 'amount' | 'held' | 'returned'>,
  outcome: PetitionOutcome,
): Return {
  const none = zero(amount.currency);
  if (outcome === 'refused') return { fromHeld: none, fromOkpay: none };
  if (outcome === 'partly') return { fromHeld: held, fromOkpay: none };
  return { fromHeld: held, fromOkpay: subtract(subtract(amount, returned), held) };
}

/** What can be decided. The whole goes back only where the operator bears the rest; a part only where something is held. */
export function possibleOutcomes(
  claim: Pick<Claim, 'amount' | 'held' | 'returned'>,
  { bearsMax }: Pick<ClaimRule, 'bearsMax'>,
): PetitionOutcome[] {
  const { fromOkpay } = decideReturn(claim, 'granted');
  return [
    ...(fromOkpay.minor <= bearsMax.minor ? (['granted'] as const) : []),
    ...(claim.held.minor > 0n ? (['partly'] as const) : []),
    'refused',
  ];
}

/**
 * What the operator pays for a claimed withdrawal: nothing where its money is back, all that the account got where it is gone and the rule bears that much, and
 * null where neither can be said yet. Pure. What is on its way may still come back, and would then be there twice.
 */
export function bearable(
  { money, amount }: Pick<Withdrawal, 'money' | 'amount'>,
  { bearsMax }: Pick<ClaimRule, 'bearsMax'>,
): Money | null {
  if (money === 'back') return zero(amount.currency);
  return money === 'paid' && amount.minor <= bearsMax.minor ? amount : null;
}

/** What can be decided about a claimed withdrawal. Pure. */
export const possiblePayoutOutcomes = (
  it: Pick<Withdrawal, 'money' | 'amount'>,
  rule: Pick<ClaimRule, 'bearsMax'>,
): PetitionOutcome[] => [...(bearable(it, rule) ? (['granted'] as const) : []), 'refused'];
