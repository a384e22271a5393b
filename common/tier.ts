/**
 * How far a customer is known, from nothing proven to identity and address. Limits grow with it. What each asks for is data
 * (`identity.tier_requirement`), and so are the limits (`risk.limit_rule`).
 */
export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof TIERS)[number];

/** Mail and phone are proven: what everybody has who can move money, until more is proven. */
export const BASE_TIER = 'T1' satisfies Tier;

/** The tier above, null for the highest. */
export const nextTier = (tier: Tier): Tier | null => TIERS[TIERS.indexOf(tier) + 1] ?? null;
