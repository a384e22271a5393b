import { add, type Money, portionUp } from '#common/money';

/** The price of a card top-up in one currency. `rule` names the row and version it came from. */
export type Tariff = {
  readonly rule: string;
  readonly feeBasisPoints: number;
  readonly feeMin: Money;
  readonly amountMin: Money;
};

/** Fee and total of a top-up. The fee is rounded up to the next minor unit and never below the minimum; the card pays it on top. */
export function priceTopUp(amount: Money, { feeBasisPoints, feeMin }: Tariff): { fee: Money; total: Money } {
  const portion = portionUp(amount, BigInt(feeBasisPoints));
  const fee = portion.minor < feeMin.minor ? feeMin : portion;
  return { fee, total: add(amount, fee) };
}

/** How long a top-up takes from confirming to the balance, in seconds. */
export type Arrival = {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly basis: 'own_history' | 'provider_promise';
};

/** Settled top-ups that are looked back on; from this number on our own experience says more than a promise. */
export const SAMPLES_MIN = 30;
/** What the acquirer promises for cards that need no challenge, in seconds. */
const PROVIDER_PROMISE: Arrival = { fromSeconds: 2, toSeconds: 60, basis: 'provider_promise' };

/** Half of the sampled top-ups arrived by `median`, nineteen of twenty by `late`. */
export type ArrivalSamples = {
  readonly count: number;
  readonly medianSeconds: number;
  readonly lateSeconds: number;
};

export function estimateArrival({ count, medianSeconds, lateSeconds }: ArrivalSamples): Arrival {
  if (count < SAMPLES_MIN) return PROVIDER_PROMISE;
  const fromSeconds = Math.max(1, Math.ceil(medianSeconds));
  return { fromSeconds, toSeconds: Math.max(fromSeconds, Math.ceil(lateSeconds)), basis: 'own_history' };
}
