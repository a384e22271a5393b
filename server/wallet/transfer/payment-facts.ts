import type { Money } from '#common/money';
import { isYes, type NamedFacts } from '#risk';
import type { NameOutcome } from '../payee/payee.ts';
import { daysSince, type KnownForRules } from '../rules/decide-by-rules.ts';

const PERCENT = 100n;

/** What a payment knows for the rules beside what every operation knows; null where nobody knows. */
export function factsOfPayment(
  { amount, at, payee, people }: KnownForRules,
  {
    available,
    isFirst,
    nameMatch,
  }: { available: Money | null; isFirst: boolean | null; nameMatch: NameOutcome | null },
): NamedFacts {
  const other = payee === null ? undefined : people.people.get(payee);
  return {
    balance_share: available && available.minor > 0n ? (amount.minor * PERCENT) / available.minor : null,
    first_payment: isFirst === null ? null : isYes(isFirst),
    ...(nameMatch && { name_mismatch: isYes(nameMatch === 'no_match') }),
    payee_age: daysSince(other?.since, at),
  };
}
