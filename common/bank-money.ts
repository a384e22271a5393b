// Money that comes by transfer, as server and screens both know it.

/** Why money that came in is not in a wallet. */
export const SUSPENSE_WHYS = [
  'no_reference',
  'unknown_reference',
  'several_references',
  'currency_differs',
  'account_closed',
  'owner_blocked',
  'below_minimum',
  'over_limit',
  'by_rule',
  'came_back',
  'returned_abroad',
] as const;
export type SuspenseWhy = (typeof SUSPENSE_WHYS)[number];

/** What goes back by itself when nobody has claimed it; the rest people decide about. */
export const GOES_BACK_BY_ITSELF: readonly SuspenseWhy[] = [
  'no_reference',
  'unknown_reference',
  'several_references',
  'currency_differs',
  'account_closed',
  'below_minimum',
  'over_limit',
];
