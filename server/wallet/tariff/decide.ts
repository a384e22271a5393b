import { isDearer, NOTICE_DAYS, type TariffPrices } from '#common/tariff';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { inForceOn, type Standing } from './tariff.ts';

export type ChangeRefusal = Refusal<'tariff_unchanged' | 'tariff_not_valid' | 'tariff_notice_too_short'>;
type Change = { readonly prices: TariffPrices; readonly validFrom: Temporal.Instant };

/**
 * Whether a price may become another one from a day on. Pure. It is held against every price that it comes in the place of: the one in force, and
 * those that are announced for its day. What is dearer than one of them is announced long before; what is not begins at the earliest now.
 */
export function decideChange(
  standing: Standing,
  { prices, validFrom }: Change,
  now: Temporal.Instant,
): Result<void, ChangeRefusal> {
  const replaced = inForceOn(standing, validFrom);
  if (!hasSameParts(prices, standing.inForce.prices)) return err({ code: 'tariff_not_valid' });
  if (isSame(prices, replaced.prices)) return err({ code: 'tariff_unchanged' });
  // Whatever is above the smallest sum leaves something over.
  if (standing.inForce.kind === 'bank_top_up' && BigInt(prices.minimumMinor) <= BigInt(prices.feeMinor))
    return err({ code: 'tariff_not_valid' });
  const dearer = isDearer(prices, standing.inForce.prices) || isDearer(prices, replaced.prices);
  const days = dearer ? NOTICE_DAYS : 0;
  const earliest = now.add({ hours: days * 24 });
  return Temporal.Instant.compare(validFrom, earliest) < 0
    ? err({ code: 'tariff_notice_too_short', days, earliest: earliest.toString() })
    : ok(undefined);
}

const hasSameParts = (a: TariffPrices, b: TariffPrices): boolean =>
  (a.feeBasisPoints === null) === (b.feeBasisPoints === null) &&
  (a.markupBasisPoints === null) === (b.markupBasisPoints === null);

const isSame = (a: TariffPrices, b: TariffPrices): boolean =>
  a.feeBasisPoints === b.feeBasisPoints &&
  a.markupBasisPoints === b.markupBasisPoints &&
  BigInt(a.feeMinor) === BigInt(b.feeMinor) &&
  BigInt(a.minimumMinor) === BigInt(b.minimumMinor);
