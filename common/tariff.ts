// Prices of movements as versioned data, as server and screens both know them.

/** What has a price. Each is one table; whoever adds one adds a row here and its reading and writing in the wallet's `tariff/store.ts`. */
export const TARIFF_KINDS = [
  'card_top_up',
  'ewallet_top_up',
  'bank_top_up',
  'withdrawal',
  'exchange',
  'cross_border',
  'cross_border_corridor',
] as const;
export type TariffKind = (typeof TARIFF_KINDS)[number];

/** Days between the announcement of a price that is dearer and its first day. Source: PSD2 article 54 asks for two months. */
export const NOTICE_DAYS = 60;

/** What can be changed of a price. `null` where this kind has no such part. */
export type TariffPrices = {
  readonly feeBasisPoints: number | null;
  readonly markupBasisPoints: number | null;
  /** The whole fee, or the least that it comes to where there are basis points, in minor units. */
  readonly feeMinor: string | null;
  /** What another bank on the way takes, in minor units. */
  readonly correspondentFeeMinor: string | null;
  /** The smallest sum, in minor units. */
  readonly minimumMinor: string | null;
};
/** Every part that a price can have; which ones it has, its kind says. */
export const PRICE_PARTS = [
  'feeBasisPoints',
  'markupBasisPoints',
  'feeMinor',
  'correspondentFeeMinor',
  'minimumMinor',
] as const satisfies readonly (keyof TariffPrices)[];

/** Whether anybody could pay more by these prices than by those, or could not do any more what they could. */
export const isDearer = (next: TariffPrices, now: TariffPrices): boolean =>
  PRICE_PARTS.some((part) => BigInt(next[part] ?? 0) > BigInt(now[part] ?? 0));
