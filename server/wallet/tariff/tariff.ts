import type { TariffKind, TariffPrices } from '#common/tariff';
import type { ProposalId } from '#common/id';
import type { Currency } from '#common/money';
import { Temporal } from '#platform/clock';

/** One version of one price. It never changes; the newest whose day has come is in force. */
export type TariffVersion = {
  readonly kind: TariffKind;
  readonly key: string;
  readonly currency: Currency;
  readonly version: number;
  readonly prices: TariffPrices;
  readonly validFrom: Temporal.Instant;
  readonly proposal: ProposalId | null;
};

/** The versions of one price by where they stand. */
export type Standing = {
  readonly inForce: TariffVersion;
  /** Those that will be in force, the next one first: a later version with an earlier day takes the place of one before it. */
  readonly upcoming: readonly TariffVersion[];
  readonly earlier: readonly TariffVersion[];
};

const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0;

/** Pure. Null where none is in force yet. */
export function standingAt(versions: readonly TariffVersion[], now: Temporal.Instant): Standing | null {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version);
  const inForce = newestFirst.find(({ validFrom }) => !isAfter(validFrom, now));
  if (!inForce) return null;
  const upcoming = newestFirst.filter(
    (each) =>
      isAfter(each.validFrom, now) &&
      !newestFirst.some((other) => other.version > each.version && !isAfter(other.validFrom, each.validFrom)),
  );
  return {
    inForce,
    upcoming: upcoming.toSorted((a, b) => Temporal.Instant.compare(a.validFrom, b.validFrom)),
    earlier: newestFirst.filter((each) => each.version < inForce.version && !isAfter(each.validFrom, now)),
  };
}

/** What will be in force on a day, by what is known now. */
export const inForceOn = (
  { inForce, upcoming }: Pick<Standing, 'inForce' | 'upcoming'>,
  day: Temporal.Instant,
): TariffVersion => upcoming.findLast(({ validFrom }) => !isAfter(validFrom, day)) ?? inForce;
