import type { CustomerId } from '#common/id';
import { type Currency, money, type Money, toWire } from '#common/money';
import { invariant } from '#common/result';
import type { WindowUse } from '#ledger';
import { BASE_TIER } from '#common/tier';
import type { Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { convertDown, type RateTable } from '../rates/convert.ts';
import { ratesAt } from '../rates/store.ts';
import { lowest } from './decide.ts';
import {
  type Limit,
  type LimitedCapability,
  type LimitFacts,
  type LimitPolicy,
  type Resets,
  type Used,
  type Window,
} from './limit.ts';
import * as store from './store.ts';

type Day = { readonly day: Temporal.PlainDate; readonly resetsAt: Resets };
/** Per zone the day that was asked for last: calendars are slow, and a day is long. */
const days = new Map<string, Day & { readonly began: Temporal.Instant }>();

/** The day that a moment belongs to where the installation counts, and when the next day and the next month begin. */
export function dayOf(now: Temporal.Instant, timeZone: string): Day {
  const known = days.get(timeZone);
  const { epochMilliseconds: ms } = now;
  if (known && ms >= known.began.epochMilliseconds && ms < known.resetsAt.day.epochMilliseconds) return known;
  const day = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const beginning = (of: Temporal.PlainDate): Temporal.Instant => of.toZonedDateTime(timeZone).toInstant();
  const resetsAt = {
    day: beginning(day.add({ days: 1 })),
    month: beginning(day.with({ day: 1 }).add({ months: 1 })),
  };
  const found = { day, resetsAt, began: beginning(day) };
  days.set(timeZone, found);
  return found;
}

export function limitsOfRules(
  rules: readonly store.RuleRow[],
  capability: LimitedCapability,
  base: Currency,
  rates: RateTable,
): Limit[] {
  return rules
    .filter((rule) => rule.capability === capability)
    .map((rule) => ({
      window: rule.time_window,
      rule: `${rule.capability}/${rule.time_window}/${rule.tier}/v${rule.version}`,
      limit: convertDown(money(rule.limit_minor, rule.currency), base, rates),
    }));
}

type Asked = { readonly customer: CustomerId; readonly capability: LimitedCapability };

/** The facts for `decideLimits`, under the lock of the customer's counter: hold it until what was decided is written. */
export async function lockLimits(
  tx: Tx,
  clock: Clock,
  policy: LimitPolicy,
  { customer, capability }: Asked,
): Promise<LimitFacts> {
  const now = clock.now();
  const { day, resetsAt } = dayOf(now, policy.timeZone);
  const used = await store.lockUsage(tx, { customer, capability, day, currency: policy.baseCurrency });
  return factsOf(tx, now, policy, { customer, capability, day, resetsAt, used });
}

/** The same facts without a lock, to tell beforehand what would be refused. */
export async function readLimits(
  read: Reader,
  clock: Clock,
  policy: LimitPolicy,
  { customer, capability }: Asked,
): Promise<LimitFacts> {
  const now = clock.now();
  const { day, resetsAt } = dayOf(now, policy.timeZone);
  const used = await store.readUsage(read, { customer, capability, day, currency: policy.baseCurrency });
  return factsOf(read, now, policy, { customer, capability, day, resetsAt, used });
}

/**
 * The same facts for many customers, and what is forbidden to them and to the others who take part, without locks: what is decided by
 * them is looked at again when it is written (`usageCount`).
 */
export async function readLimitsOfMany(
  read: Reader,
  clock: Clock,
  policy: LimitPolicy,
  asked: { customers: readonly CustomerId[]; others: readonly CustomerId[]; capability: LimitedCapability },
): Promise<{ limits: LimitFacts[] } & Pick<store.Standing, 'restrictions' | 'ruleSet'>> {
  const at = clock.now();
  const { day } = dayOf(at, policy.timeZone);
  const key = { capability: asked.capability, day, currency: policy.baseCurrency, at };
  return limitsOfStanding(await store.readStanding(read, asked, key), policy, { ...asked, at });
}

/** The facts of each from what the database told of all of them at that moment. */
export function limitsOfStanding(
  { used, tiers, rules, rates, restrictions, ruleSet }: store.Standing,
  { baseCurrency, timeZone }: LimitPolicy,
  {
    customers,
    capability,
    at,
  }: { customers: readonly CustomerId[]; capability: LimitedCapability; at: Temporal.Instant },
): { limits: LimitFacts[] } & Pick<store.Standing, 'restrictions' | 'ruleSet'> {
  const { day, resetsAt } = dayOf(at, timeZone);
  const limitsByTier = new Map(
    [...new Set(rules.map(({ tier }) => tier))].map((tier) => {
      const ofTier = rules.filter((rule) => rule.tier === tier);
      return [tier, limitsOfRules(ofTier, capability, baseCurrency, rates)];
    }),
  );
  const factsOfOne = (customer: CustomerId): LimitFacts => {
    const limits = limitsByTier.get(tiers.get(customer) ?? BASE_TIER);
    invariant(limits !== undefined, `the tier of ${customer} has limits`);
    const known = used.get(customer);
    const counted = usedIn(baseCurrency, known ?? store.NOTHING);
    return { customer, capability, day, resetsAt, limits, used: counted, home: known?.home ?? null, rates };
  };
  return { limits: customers.map(factsOfOne), restrictions, ruleSet };
}

async function factsOf(
  read: Reader,
  now: Temporal.Instant,
  { baseCurrency }: LimitPolicy,
  { used, ...asked }: Asked & { day: Temporal.PlainDate; resetsAt: Resets; used: store.UsedMinor },
): Promise<LimitFacts> {
  const rates = await ratesAt(read, now);
  const rules = await store.rulesFor(read, asked.customer, now);
  invariant(rules.length > 0, `the tier of ${asked.customer} has limits`);
  return {
    ...asked,
    limits: limitsOfRules(rules, asked.capability, baseCurrency, rates),
    used: usedIn(baseCurrency, used),
    home: null,
    rates,
  };
}

const usedIn = (currency: Currency, { day, month }: store.UsedMinor): Used => ({
  day: money(day, currency),
  month: money(month, currency),
});

/** What a payment has counted as, and where: kept with it, so that a failed one gives back exactly that. */
export type Counted = {
  readonly customer: CustomerId;
  readonly capability: LimitedCapability;
  readonly day: Temporal.PlainDate;
  readonly counted: Money;
};

/** Counts a payment, in the transaction that decided and moves the money. */
export async function addUsage(tx: Tx, { counted, ...key }: Counted): Promise<void> {
  await store.addUsage(tx, { ...key, currency: counted.currency }, counted.minor);
}

/** The same count as it travels to where many are counted in one call (`risk.count_usages`), with the limits that must not be passed. */
export function usageCount({ day, limits }: LimitFacts, counted: Money) {
  const minorOf = (window: Window): string | null => lowest(limits, window)?.minor.toString() ?? null;
  return {
    day: day.toString(),
    counted: toWire(counted),
    dayLimit: minorOf('day'),
    monthLimit: minorOf('month'),
  };
}

/** The same where the counter lives in the balance that the money leaves: the ledger counts it. */
export function windowUse({ day, limits }: LimitFacts, counted: Money): WindowUse {
  const minorOf = (window: Window): bigint | null => lowest(limits, window)?.minor ?? null;
  return { day, minor: counted.minor, dayLimit: minorOf('day'), monthLimit: minorOf('month') };
}

/** Gives back what a payment that failed has counted as. */
export async function releaseUsage(tx: Tx, { counted, ...key }: Counted): Promise<void> {
  await store.releaseUsage(tx, { ...key, currency: counted.currency }, counted.minor);
}
