import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { ScrollAcross } from '#ui/ScrollAcross.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { currencyLook, type PricedCurrency, sourceWord } from './rate-words.ts';

export function CurrencyTable({ currencies }: { currencies: readonly PricedCurrency[] }): ReactElement {
  const format = useTimeFormat();
  return (
    <section className="grid gap-2" aria-label={m.rates_currencies()}>
      <h3 className="text-15 font-semibold">{m.rates_currencies()}</h3>
      <ScrollAcross label={m.rates_currencies()}>
        <div className="min-w-[820px]">
          <DeskTable
            caption={m.rates_currencies()}
            rows={currencies}
            keyOf={({ currency }) => currency}
            columns={[
              { key: 'currency', head: m.rates_currency(), cell: ({ currency }) => currency },
              {
                key: 'rate',
                head: m.rates_per_euro(),
                right: true,
                cell: ({ rate }) => <span className="num">{rate}</span>,
              },
              {
                key: 'day',
                head: m.rates_of_day(),
                cell: ({ day }) => <span className="num">{day}</span>,
              },
              { key: 'source', head: m.rates_from(), cell: ({ source }) => sourceWord(source) },
              {
                key: 'fetched',
                head: m.rates_fetched(),
                cell: ({ fetchedAt }) => (
                  <span className="num">
                    {fetchedAt ? formatDeskTime(fetchedAt, format) : m.rates_installed()}
                  </span>
                ),
              },
              {
                key: 'until',
                head: m.rates_last_day(),
                cell: ({ lastDay }) => <span className="num">{lastDay}</span>,
              },
              {
                key: 'state',
                head: m.rates_state(),
                cell: (each) => {
                  const { status, word } = currencyLook(each);
                  return <Pill status={status}>{word}</Pill>;
                },
              },
            ]}
          />
        </div>
      </ScrollAcross>
    </section>
  );
}
