import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { statementApi } from '#common/api/statement';
import type { OkOf } from '#common/api/route';
import type { Currency } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { SubPage } from '../app/SubPage.tsx';
import { ChooseWallet } from '../statements/ChooseWallet.tsx';
import { OnceThereIsMoney } from '../statements/OnceThereIsMoney.tsx';
import { MonthChart } from './MonthChart.tsx';
import { MonthKinds } from './MonthKinds.tsx';

export type SpendingFigures = OkOf<typeof statementApi.spending>;
export type SpendingMonth = SpendingFigures['months'][number];
const SPANS = ['6', '12'] as const;

/** Money in and out by month and kind, as pictures: the sums of the statements. */
export function Spending(): ReactElement {
  const [currency, setCurrency] = useState<Currency | undefined>(undefined);
  const [span, setSpan] = useState<(typeof SPANS)[number]>('6');
  const query = useQuery({
    queryKey: ['spending', currency, span],
    queryFn: ({ signal }) => call(statementApi.spending, { query: { currency, months: span }, signal }),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    document.title = `${m.statement_spending_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.statement_spending_title()} back={<Link to="/history" />} />}>
      <OnceThereIsMoney
        query={query}
        isEmpty={({ currencies }) => currencies.length === 0}
        loading={<SkeletonText lines={8} />}
        icon={<ChartColumn size={26} aria-hidden="true" />}
        title={m.statement_spending_empty()}
        text={m.statement_spending_empty_text()}
      >
        {(figures) => (
          <>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <ChooseWallet currencies={figures.currencies} value={figures.currency} onChange={setCurrency} />
              <SegmentedControl
                label={m.statement_spending_span()}
                value={span}
                options={SPANS.map((value) => ({
                  value,
                  label: m.statement_spending_months({ count: Number(value) }),
                }))}
                onChange={setSpan}
              />
            </div>
            <Pictures key={`${figures.currency} ${figures.months.length}`} figures={figures} />
          </>
        )}
      </OnceThereIsMoney>
    </SubPage>
  );
}

/** One month is looked at; it begins as the one that runs. */
function Pictures({ figures }: { figures: SpendingFigures }): ReactElement {
  const { months } = figures;
  const [place, setPlace] = useState(months.length - 1);
  const month = months[place];
  return (
    <>
      <MonthChart figures={figures} place={place} onPlace={setPlace} />
      {month ? <MonthKinds month={month} currency={figures.currency} /> : null}
    </>
  );
}
