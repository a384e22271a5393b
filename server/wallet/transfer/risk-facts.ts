import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { KnownPeople } from '#identity';
import type { Temporal } from '#platform/clock';
import {
  convertUp,
  type CompiledSet,
  evaluate,
  type Facts,
  factsFrom,
  type HistoryAsked,
  isYes,
  type LimitFacts,
  type NamedFacts,
  type Verdict,
  withHistory,
} from '#risk';

/** What is known of a payment before it is decided; null where there is nobody or nothing to know. */
export type KnownForRules = {
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly amount: Money;
  readonly at: Temporal.Instant;
  readonly limits: LimitFacts;
  readonly available: Money | null;
  readonly isFirst: boolean | null;
  readonly people: KnownPeople;
};

const MS_PER_DAY = 24 * 60 * 60 * 1000;
const PERCENT = 100n;

/** Asks for the histories of both; the quick road asks for many at once. */
type AskHistory = (asked: HistoryAsked) => Promise<NamedFacts>;

/** Decides by the live rules. The histories are asked for only where a rule turns on them. */
export async function decideByRules(
  set: CompiledSet,
  known: KnownForRules,
  history: AskHistory,
): Promise<Verdict> {
  const { payer, payee, amount, at, limits } = known;
  const currency = set.currency ?? limits.used.day.currency;
  const facts = factsOfPayment(known, currency);
  const verdict = evaluate(set, facts);
  if (verdict) return verdict;
  const more = await history({ payer, payee, at, amount, currency, rates: limits.rates });
  const decided = evaluate(set, withHistory(facts, more));
  if (!decided) throw new Error('with the histories every fact is known');
  return decided;
}

function factsOfPayment(known: KnownForRules, currency: Currency): Facts {
  const { amount, at, limits, available, isFirst, people, payer, payee } = known;
  const counted = (sum: Money): bigint => convertUp(sum, currency, limits.rates).minor;
  const own = people.people.get(payer);
  const other = payee === null ? undefined : people.people.get(payee);
  const daysSince = (since: Temporal.Instant | undefined): bigint | null =>
    since
      ? BigInt(Math.max(0, Math.floor((at.epochMilliseconds - since.epochMilliseconds) / MS_PER_DAY)))
      : null;
  return factsFrom({
    amount: counted(amount),
    used_today: counted(limits.used.day),
    used_this_month: counted(limits.used.month),
    balance_share: available && available.minor > 0n ? (amount.minor * PERCENT) / available.minor : null,
    first_payment: isFirst === null ? null : isYes(isFirst),
    hour: own ? hourIn(own.timeZone, at) : null,
    account_age: daysSince(own?.since),
    payee_age: daysSince(other?.since),
    // A browser that was never seen is as new as can be.
    device_age: daysSince(people.devices.get(payer)) ?? 0n,
  });
}

const clocks = new Map<string, Intl.DateTimeFormat>();
/** The hour on the payer's clock. By Intl, made once per zone: this is asked for every payment. */
function hourIn(timeZone: string, at: Temporal.Instant): bigint {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return BigInt(clock.format(at.epochMilliseconds));
}
