import type { ReactElement } from 'react';
import { formatDay } from '#common/format';
import { minimumText, priceText, tariffName } from '#common/tariff-text';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { Pill } from '#ui/Pill.tsx';
import type { Tariff } from './Tariffs.tsx';
import { useTariffDays } from './use-tariff-days.ts';

type Props = {
  items: readonly Tariff[];
  timeZone: string;
  selected: string | null;
  onOpen: (tariff: Tariff) => void;
};

/** Prices of one kind: in force, announced, and what waits for a colleague. */
export function TariffTable({ items, timeZone, selected, onOpen }: Props): ReactElement {
  const format = useTariffDays(timeZone);
  const { locale } = format;
  // A mark-up alone has no smallest sum: without any there is no column.
  const hasMinimum = items.some(({ inForce }) => inForce.prices.minimumMinor !== null);
  const minimum = {
    key: 'minimum',
    head: m.tariffs_minimum(),
    right: true,
    cell: ({ inForce, currency }: Tariff): ReactElement => (
      <span className="num">{minimumText(inForce.prices, currency, locale) ?? '—'}</span>
    ),
  };
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[900px]">
        <DeskTable
          caption={m.tariffs_title()}
          rows={items}
          keyOf={({ key }) => key}
          selected={selected}
          onOpen={onOpen}
          columns={[
            { key: 'what', head: m.tariffs_what(), cell: ({ kind, key }) => tariffName(kind, key, locale) },
            {
              key: 'price',
              head: m.tariffs_price(),
              cell: ({ inForce, currency }) => <span>{priceText(inForce.prices, currency, locale)}</span>,
            },
            ...(hasMinimum ? [minimum] : []),
            {
              key: 'since',
              head: m.tariffs_since(),
              cell: ({ inForce }) => <span className="num">{formatDay(inForce.validFrom, format)}</span>,
            },
            {
              key: 'next',
              head: m.tariffs_next(),
              cell: ({ upcoming: [next], currency, proposal }) =>
                proposal ? (
                  <Pill status="your_turn">{m.console_review_second()}</Pill>
                ) : next ? (
                  <span>
                    {m.tariffs_next_from({
                      price: priceText(next.prices, currency, locale),
                      day: formatDay(next.validFrom, format),
                    })}
                  </span>
                ) : (
                  '—'
                ),
            },
          ]}
        />
      </div>
    </div>
  );
}
