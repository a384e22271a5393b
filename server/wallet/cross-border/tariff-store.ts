import { type Currency, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { CalendarName } from '../withdrawal/withdrawal.ts';
import type { History } from './arrival.ts';
import { HISTORY_DAYS, HISTORY_MAX, type Road, type Tariff } from './cross-border.ts';

type TariffRow = {
  currency: Currency;
  version: number;
  fee_basis_points: number;
  fee_min_minor: bigint;
  correspondent_fee_minor: bigint;
  total_min_minor: bigint;
  factor_above_minor: bigint;
};

/** The tariff of every currency that can be paid from, the newest version in force. */
export async function crossBorderTariffs(read: Reader, at: Temporal.Instant): Promise<Tariff[]> {
  const { rows } = await sql<TariffRow>`
    select distinct on (currency) currency, version, fee_basis_points, fee_min_minor, correspondent_fee_minor, total_min_minor, factor_above_minor
      from wallet.cross_border_tariff where valid_from <= ${at.toString()} order by currency, version desc`.execute(
    read,
  );
  return rows.map(({ currency, ...row }) => ({
    rule: `cross_border/${currency}/v${row.version}`,
    currency,
    feeBasisPoints: row.fee_basis_points,
    feeMin: money(row.fee_min_minor, currency),
    correspondentFee: money(row.correspondent_fee_minor, currency),
    totalMin: money(row.total_min_minor, currency),
    factorAbove: money(row.factor_above_minor, currency),
  }));
}

type RoadRow = {
  currency: Currency;
  version: number;
  markup_basis_points: number;
  cut_off: string;
  time_zone: string;
  calendar: CalendarName;
  arrives_after_days_min: number;
  arrives_after_days_max: number;
};

/** Mark-up and times into every currency, the newest version in force. */
export async function roadsInForce(read: Reader, at: Temporal.Instant): Promise<Road[]> {
  const { rows } = await sql<RoadRow>`
    select distinct on (currency) currency, version, markup_basis_points, cut_off, time_zone, calendar, arrives_after_days_min,
           arrives_after_days_max
      from wallet.cross_border_corridor where valid_from <= ${at.toString()} order by currency, version desc`.execute(
    read,
  );
  return rows.map((row) => ({
    rule: `cross_border_corridor/${row.currency}/v${row.version}`,
    currency: row.currency,
    markupBasisPoints: row.markup_basis_points,
    cutOff: row.cut_off,
    timeZone: row.time_zone,
    calendar: row.calendar,
    arrivesAfterDaysMin: row.arrives_after_days_min,
    arrivesAfterDaysMax: row.arrives_after_days_max,
  }));
}

/** The one into a currency; null where nothing goes. */
export const roadInto = async (
  read: Reader,
  currency: Currency,
  at: Temporal.Instant,
): Promise<Road | null> => (await roadsInForce(read, at)).find((road) => road.currency === currency) ?? null;

/** How long the last ones took that arrived there: nine of ten lie between the two. */
export async function historyOf(
  read: Reader,
  { country, currency }: { country: string; currency: Currency },
  now: Temporal.Instant,
): Promise<History> {
  const since = now.subtract({ hours: HISTORY_DAYS * 24 });
  const { rows } = await sql<{ samples: number; fast: number | null; slow: number | null }>`
    select count(*)::integer as samples, percentile_disc(0.05) within group (order by took)::integer as fast,
           percentile_disc(0.95) within group (order by took)::integer as slow
      from (select extract(epoch from delivered_at - sent_at) as took from wallet.cross_border
             where country = ${country} and get_currency = ${currency} and delivered_at > ${since.toString()}
             order by delivered_at desc limit ${HISTORY_MAX}) lately`.execute(read);
  const [row] = rows;
  return { samples: row?.samples ?? 0, fastSeconds: row?.fast ?? 0, slowSeconds: row?.slow ?? 0 };
}
