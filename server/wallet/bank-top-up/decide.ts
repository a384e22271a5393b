import type { SuspenseWhy } from '#common/bank-money';
import type { CustomerId } from '#common/id';
import { compare, type Currency, type Money, zero } from '#common/money';
import { decideLimits, type LimitFacts, type Verdict } from '#risk';
import type { Block } from '../account/blocked.ts';
import type { BankTopUpTariff, Owner } from './bank-top-up.ts';
import type { Found } from './reference.ts';

export type Aimed =
  | { readonly owner: CustomerId; readonly why: null }
  /** Somebody may be known all the same, e.g. who wrote the reference of another currency. */
  | { readonly owner: CustomerId | null; readonly why: SuspenseWhy };

/** Whose a sum is by what its payer wrote. Pure. */
export function decideOwner(found: Found, owners: readonly Owner[], currency: Currency): Aimed {
  if (found.right.length === 0)
    return { owner: null, why: found.near === null ? 'no_reference' : 'unknown_reference' };
  const known = owners.filter(({ reference }) => found.right.includes(reference));
  const [first] = known;
  if (!first) return { owner: null, why: 'unknown_reference' };
  // Two references of one person are that person's; of two people nobody may guess.
  if (known.some(({ customer }) => customer !== first.customer))
    return { owner: null, why: 'several_references' };
  if (known.every((each) => each.currency !== currency))
    return { owner: first.customer, why: 'currency_differs' };
  return { owner: first.customer, why: null };
}

export type Standing = {
  readonly isClosed: boolean;
  readonly block: Block | null;
  readonly tariff: BankTopUpTariff | null;
  readonly limits: LimitFacts;
  readonly outcome: Verdict['outcome'];
};
export type Decided =
  | { readonly do: 'credit'; readonly fee: Money; readonly counted: Money }
  | { readonly do: 'put_aside'; readonly why: SuspenseWhy };

/**
 * What becomes of a sum whose owner is known. It is here already, so nothing is ever refused: what may not go into the wallet waits beside it.
 * The owner's own freeze keeps money in, not out. A rule that asks for a strong factor asks whoever is there; here the payer's bank has asked. Pure.
 */
export function decideCredit(amount: Money, { isClosed, block, tariff, limits, outcome }: Standing): Decided {
  if (isClosed) return { do: 'put_aside', why: 'account_closed' };
  if (block === 'other') return { do: 'put_aside', why: 'owner_blocked' };
  if (tariff && compare(amount, tariff.amountMin) < 0) return { do: 'put_aside', why: 'below_minimum' };
  if (outcome === 'block' || outcome === 'hold') return { do: 'put_aside', why: 'by_rule' };
  const limited = decideLimits(amount, limits);
  if (!limited.ok) return { do: 'put_aside', why: 'over_limit' };
  return { do: 'credit', fee: tariff?.fee ?? zero(amount.currency), counted: limited.value.counted };
}
