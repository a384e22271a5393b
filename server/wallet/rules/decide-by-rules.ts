import type { CustomerId } from '#common/id';
import type { Money } from '#common/money';
import { isFactOf, RISK_FACT_NAMES, type RuleOperation } from '#common/risk-rule';
import type { KnownPeople, KnownPerson } from '#identity';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import {
  convertUp,
  type CompiledSet,
  type Facts,
  factsAskedBy,
  factsFrom,
  firstLook,
  historyFacts,
  type HistoryAsked,
  type LimitFacts,
  type NamedFacts,
  secondLook,
  type Verdict,
  withHistory,
} from '#risk';
import { deviceMark } from './device.ts';

/** What is known of a payment, a top-up or a withdrawal before it is decided; null where there is nobody or nothing to know. */
export type KnownForRules = {
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly amount: Money;
  readonly at: Temporal.Instant;
  readonly limits: LimitFacts;
  readonly people: KnownPeople;
  /** The browser that it is asked from, by its hash. */
  readonly device: Uint8Array | null;
};

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Asks for histories; the quick road asks for many at once. */
type AskHistory = (asked: HistoryAsked) => Promise<NamedFacts>;
export type RulesDeciding = {
  readonly set: CompiledSet;
  readonly about: RuleOperation;
  readonly read: Reader;
  /** By itself where it is not given. */
  readonly history?: AskHistory;
};

/** Decides by the live rules. What costs a further question is asked for only where a rule turns on it. */
export async function decideByRules(
  { set, about, read, history = (asked) => historyOf(read, asked) }: RulesDeciding,
  operation: KnownForRules,
  own: NamedFacts,
): Promise<Verdict> {
  const { currency } = set;
  const facts = knownFacts(about, operation, own);
  const look = firstLook(set, about, facts);
  const verdict = secondLook(set, look, facts);
  if (verdict) return verdict;
  const { payer, payee, amount, at, device, limits } = operation;
  const wanted = factsAskedBy(look.open, facts);
  const mark = deviceMark(device);
  // Whoever asks uses it now, also if nobody has noted that yet.
  const customers = [...new Set([payer, ...operation.people.lately(device)])];
  const onDevice = mark === null ? null : { mark, customers };
  const asked = { payer, payee, at, amount, currency, rates: limits.rates, device: onDevice, wanted };
  const known = only(about, withHistory(facts, await history(asked)));
  const decided = secondLook(set, look, known);
  if (!decided) throw new Error('what rules turn on is known once it was asked for');
  return decided;
}

/** Of one by itself. */
async function historyOf(read: Reader, asked: HistoryAsked): Promise<NamedFacts> {
  const [facts = {}] = await historyFacts(read, [asked]);
  return facts;
}

/** Whole days since then. */
export const daysSince = (since: Temporal.Instant | undefined, at: Temporal.Instant): bigint | null =>
  since
    ? BigInt(Math.max(0, Math.floor((at.epochMilliseconds - since.epochMilliseconds) / MS_PER_DAY)))
    : null;

/** What every kind knows anyway, and what the kind itself knows. */
function knownFacts(
  about: RuleOperation,
  { payer, amount, at, limits, people }: KnownForRules,
  own: NamedFacts,
): Facts {
  const currency = limits.used.day.currency;
  const customer: KnownPerson | undefined = people.people.get(payer);
  const facts = factsFrom({
    amount: convertUp(amount, currency, limits.rates).minor,
    used_today: limits.used.day.minor,
    used_this_month: limits.used.month.minor,
    hour: customer ? hourIn(customer.timeZone, at) : null,
    account_age: daysSince(customer?.since, at),
    // A browser that was never seen is as new as can be.
    device_age: daysSince(people.devices.get(payer), at) ?? 0n,
    ...own,
  });
  return only(about, facts);
}

/** Without what only other kinds have: no rule about this one can ask for it. */
const only = (about: RuleOperation, facts: Facts): Facts =>
  facts.map((fact, place) => (PLACES_OF[about].has(place) ? fact : undefined));

const placesOf = (about: RuleOperation): ReadonlySet<number> =>
  new Set(RISK_FACT_NAMES.flatMap((fact, place) => (isFactOf(fact, [about]) ? [place] : [])));
const PLACES_OF = {
  transfer: placesOf('transfer'),
  top_up: placesOf('top_up'),
  withdrawal: placesOf('withdrawal'),
} as const;

/** Milliseconds of a quarter of an hour: by no less do zones differ from each other, or shift. */
const QUARTER_MS = 15 * 60 * 1000;
type ZoneClock = { readonly clock: Intl.DateTimeFormat; quarter: number; hour: bigint };
const clocks = new Map<string, ZoneClock>();
/** The hour on the customer's clock. By Intl, asked once per zone and quarter of an hour: every payment wants to know. */
function hourIn(timeZone: string, at: Temporal.Instant): bigint {
  let known = clocks.get(timeZone);
  if (!known) {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
    clocks.set(timeZone, (known = { clock, quarter: Number.NaN, hour: 0n }));
  }
  const quarter = Math.floor(at.epochMilliseconds / QUARTER_MS);
  if (quarter !== known.quarter) {
    known.hour = BigInt(known.clock.format(at.epochMilliseconds));
    known.quarter = quarter;
  }
  return known.hour;
}
