import { isDearer, NOTICE_DAYS, PRICE_PARTS, type TariffKind, type TariffPrices } from '#common/tariff';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { inForceOn, type Standing } from './tariff.ts';

export type ChangeRefusal = Refusal<'tariff_unchanged' | 'tariff_not_valid' | 'tariff_notice_too_short'>;
type Change = { readonly prices: TariffPrices; readonly validFrom: Temporal.Instant };

/**
 * Whether a price may become another one from a day on. Pure. It is held against every price that it comes in the place of: the one in force, the
 * one announced for its day, and those announced for later days, which it displaces. Nobody pays more than what is in force or announced
 * without having been told long before; what is dearer than none of them begins at the earliest the next day. `now` is in the operator's zone.
 */
export function decideChange(
  standing: Standing,
  { prices, validFrom }: Change,
  now: Temporal.ZonedDateTime,
): Result<void, ChangeRefusal> {
  const replaced = inForceOn(standing, validFrom);
  if (!hasSameParts(prices, standing.inForce.prices)) return err({ code: 'tariff_not_valid' });
  if (isSame(prices, replaced.prices)) return err({ code: 'tariff_unchanged' });
  if (!leavesSomething(standing.inForce.kind, prices)) return err({ code: 'tariff_not_valid' });
  const noticed = now.toInstant().add({ hours: NOTICE_DAYS * 24 });
  const isTold = (day: Temporal.Instant): boolean => !isBefore(day, noticed);
  const isDearerAtOnce = isDearer(prices, standing.inForce.prices) || isDearer(prices, replaced.prices);
  const displaced = standing.upcoming.filter((each) => !isBefore(each.validFrom, validFrom));
  const isToldOfAll =
    (!isDearerAtOnce || isTold(validFrom)) &&
    displaced.every((each) => !isDearer(prices, each.prices) || isTold(each.validFrom));
  if (isToldOfAll && !isBefore(validFrom, now.toInstant())) return ok(undefined);
  const firstDay = firstDayFrom(isToldOfAll ? now : noticed.toZonedDateTimeISO(now.timeZoneId));
  return err({ code: 'tariff_notice_too_short', days: NOTICE_DAYS, firstDay: firstDay.toString() });
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/** The first day that begins at a moment or after it. */
function firstDayFrom(at: Temporal.ZonedDateTime): Temporal.PlainDate {
  const day = at.toPlainDate();
  return Temporal.ZonedDateTime.compare(at, at.startOfDay()) === 0 ? day : day.add({ days: 1 });
}

/** Where fees are taken out of the sum, the smallest sum that is allowed leaves something over. */
function leavesSomething(
  kind: TariffKind,
  { feeMinor, correspondentFeeMinor, minimumMinor }: TariffPrices,
): boolean {
  if (kind !== 'bank_top_up' && kind !== 'cross_border') return true;
  return BigInt(minimumMinor ?? 0) > BigInt(feeMinor ?? 0) + BigInt(correspondentFeeMinor ?? 0);
}

const hasSameParts = (a: TariffPrices, b: TariffPrices): boolean =>
  PRICE_PARTS.every((part) => (a[part] === null) === (b[part] === null));

/** `010` is the same sum as `10`. */
const isSame = (a: TariffPrices, b: TariffPrices): boolean =>
  PRICE_PARTS.every((part) => BigInt(a[part] ?? 0) === BigInt(b[part] ?? 0));
