import type { z } from 'zod';
import type { consoleRatesApi } from '#common/api/console-rates';
import { RATES_LAST_DAYS } from '#common/exchange-price';
import { CURRENCIES } from '#common/money';
import { crossRate, rateText } from '#common/rates';
import { Temporal } from '#platform/clock';
import { ratesAt } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { isFresh } from './decide.ts';
import { type SourceState, sourceStates } from './rate-store.ts';

type Shown = z.output<(typeof consoleRatesApi.rateSources)['ok']>;

/** Every publisher as it answered last, and every currency with the rate that it is priced by and until when that holds. */
export async function showSources({
  db: { read },
  clock,
  rateSources,
}: Pick<WalletDeps, 'db' | 'clock' | 'rateSources'>): Promise<Shown> {
  const now = clock.now();
  const states = new Map((await sourceStates(read)).map((state) => [state.name, state]));
  const inUse = [...new Set(rateSources.map(({ name }) => name))];
  const earlier = [...states.keys()].filter((name) => !inUse.includes(name));
  const { rates, origins = {} } = await ratesAt(read, now);
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  return {
    now: now.toString(),
    sources: [
      ...inUse.map((name) => sourceOf(name, states.get(name), true)),
      ...earlier.map((name) => sourceOf(name, states.get(name), false)),
    ],
    currencies: CURRENCIES.flatMap((currency) => {
      const [rate, origin] = [crossRate('EUR', currency, rates), origins[currency]];
      if (!rate || !origin) return [];
      const day = Temporal.PlainDate.from(origin.day);
      return {
        currency,
        rate: rateText(rate, 'EUR', currency),
        day: origin.day,
        source: origin.source,
        fetchedAt: origin.fetchedAt?.toString() ?? null,
        lastDay: day.add({ days: RATES_LAST_DAYS }).toString(),
        daysLeft: RATES_LAST_DAYS - day.until(today).days,
        offered: isFresh(origin, today),
      };
    }),
  };
}

const sourceOf = (
  name: string,
  state: SourceState | undefined,
  isInUse: boolean,
): Shown['sources'][number] => ({
  name,
  isInUse,
  askedAt: state?.askedAt.toString() ?? null,
  answeredAt: state?.answered?.at.toString() ?? null,
  newestDay: state?.answered?.newestDay ?? null,
  failing: state?.failing
    ? { why: state.failing.why, times: state.failing.times, since: state.failing.since.toString() }
    : null,
});
