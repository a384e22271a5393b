import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import type { PillStatus } from '#ui/Pill.tsx';

export type RateDesk = OkOf<typeof api.rateSources>;
export type Source = RateDesk['sources'][number];
export type PricedCurrency = RateDesk['currencies'][number];
type Why = NonNullable<Source['failing']>['why'];

/** Days before its last one from which a rate is worth a look. */
const SOON_DAYS = 1;

const WHYS: Record<Why, () => string> = {
  unreachable: m.rates_why_unreachable,
  refused: m.rates_why_refused,
  too_large: m.rates_why_too_large,
  not_xml: m.rates_why_not_xml,
  has_dtd: m.rates_why_has_dtd,
  no_day: m.rates_why_no_day,
  no_rates: m.rates_why_no_rates,
  rate_not_usable: m.rates_why_rate_not_usable,
  two_days: m.rates_why_two_days,
  day_to_come: m.rates_why_day_to_come,
};
export const whyWord = (why: Why): string => WHYS[why]();
/** A publisher by the name that people know; others are named by their address. */
export const sourceWord = (name: string): string =>
  name === 'ecb' ? m.rates_source_ecb() : name === 'file' ? m.rates_source_file() : name;

type Look = { status: PillStatus; word: string };
export function sourceLook({ isInUse, askedAt, failing }: Source): Look {
  if (!isInUse) return { status: 'cancelled', word: m.rates_source_unused() };
  if (failing) return { status: 'failed', word: m.rates_source_failing() };
  if (askedAt === null) return { status: 'arriving', word: m.rates_source_never() };
  return { status: 'completed', word: m.rates_source_answers() };
}
export function currencyLook({ offered, daysLeft }: PricedCurrency): Look {
  if (!offered) return { status: 'paused', word: m.rates_stopped() };
  if (daysLeft <= SOON_DAYS) return { status: 'your_turn', word: m.rates_stops_soon() };
  return { status: 'completed', word: m.rates_priced() };
}
