import type { z } from 'zod';
import type { exchangeTermsSchema } from '#common/api/exchange-terms';
import { formatDay, formatMoney, formatPercent, formatRate, type TimeFormat } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';

export type Terms = z.output<typeof exchangeTermsSchema>;
type Row = { label: string; value: string };

const SOURCES: Readonly<Record<string, () => string>> = {
  ecb: m.exchange_source_ecb,
  sample: m.exchange_source_sample,
  file: m.exchange_source_file,
};

/** Rate, where it comes from, what is added, and what it costs in all: the same before and after. */
export function priceRows(terms: Terms, format: TimeFormat): Row[] {
  const { locale } = format;
  const [from, to] = [terms.give.currency, terms.get.currency];
  const reference = formatRate({ from, to, rate: terms.referenceRate });
  return [
    { label: m.exchange_rate(), value: formatRate({ from, to, rate: terms.rate }) },
    {
      label: m.exchange_reference(),
      value: m.exchange_reference_of({
        rate: reference,
        source: SOURCES[terms.referenceSource]?.() ?? terms.referenceSource,
        day: formatDay(`${terms.referenceDay}T12:00:00Z`, format),
      }),
    },
    { label: m.exchange_markup(), value: formatPercent(terms.markupBasisPoints, locale) },
    {
      label: m.exchange_cost(),
      value: formatMoney(fromWire(terms.cost), { locale, among: [from, to] }),
    },
  ];
}
