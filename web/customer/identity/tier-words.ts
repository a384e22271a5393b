import type { Tier } from '#common/tier';
import * as m from '#messages';

const TIERS: Record<Tier, () => string> = {
  T0: m.customer_tier_t0,
  T1: m.customer_tier_t1,
  T2: m.customer_tier_t2,
  T3: m.customer_tier_t3,
};
/** A tier by what is proven. */
export const tierWord = (tier: Tier): string => TIERS[tier]();
