import type { CustomerId } from '#common/id';
import { money, type Money, notNegative, subtract } from '#common/money';
import { nextTier, type Tier, TIERS } from '#common/tier';
import type { Clock, Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { ratesAt } from '../rates/store.ts';
import { tierOf } from '../tiers/customer-tier.ts';
import { limitsOfRules, readLimits } from './check-limits.ts';
import { lowest } from './decide.ts';
import { type LimitedCapability, type LimitPolicy, type Window, WINDOWS } from './limit.ts';
import * as store from './store.ts';

const CAPABILITIES = ['top_up', 'transfer', 'withdraw'] as const;

export type LimitStanding = {
  capability: LimitedCapability;
  window: Window;
  limit: Money;
  used: Money;
  left: Money;
  resetsAt: Temporal.Instant | null;
};
export type TierLimit = { tier: Tier; capability: LimitedCapability; window: Window; limit: Money };

/** Every limit of a customer with what is used and left of it, and what the next tier would allow. */
export async function limitsOf(
  read: Reader,
  clock: Clock,
  policy: LimitPolicy,
  customer: CustomerId,
): Promise<{ tier: Tier; standings: LimitStanding[]; next: TierLimit[] }> {
  const standings: LimitStanding[] = [];
  for (const capability of CAPABILITIES) {
    const facts = await readLimits(read, clock, policy, { customer, capability });
    for (const { window, limit } of facts.limits) {
      const used = window === 'payment' ? money(0n, limit.currency) : facts.used[window];
      standings.push({
        capability,
        window,
        limit,
        used,
        left: notNegative(subtract(limit, used)),
        resetsAt: window === 'payment' ? null : facts.resetsAt[window],
      });
    }
  }
  const tier = await tierOf(read, customer);
  const next = nextTier(tier);
  return { tier, standings, next: next ? await tierLimits(read, clock, policy, [next]) : [] };
}

/** The limits of tiers, as they are told: by tier, then what, then the window. */
export async function tierLimits(
  read: Reader,
  clock: Clock,
  { baseCurrency }: LimitPolicy,
  tiers: readonly Tier[] = TIERS,
): Promise<TierLimit[]> {
  const now = clock.now();
  const rates = await ratesAt(read, now);
  const rules = await store.rulesInForce(read, tiers, now);
  return tiers.flatMap((tier) =>
    CAPABILITIES.flatMap((capability) => {
      const ofTier = rules.filter((rule) => rule.tier === tier);
      const limits = limitsOfRules(ofTier, capability, baseCurrency, rates);
      return WINDOWS.flatMap((window) => {
        const limit = lowest(limits, window);
        return limit ? [{ tier, capability, window, limit }] : [];
      });
    }),
  );
}
