import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileText } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { statementApi } from '#common/api/statement';
import type { OkOf } from '#common/api/route';
import type { Currency } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { SubPage } from '../app/SubPage.tsx';
import { AnyDays } from './AnyDays.tsx';
import { ChooseWallet } from './ChooseWallet.tsx';
import { MonthRows } from './MonthRows.tsx';
import { OnceThereIsMoney } from './OnceThereIsMoney.tsx';

export type Months = OkOf<typeof statementApi.statementMonths>;

/** Every month of each wallet, and any other stretch of days. */
export function Statements(): ReactElement {
  const query = useQuery({
    queryKey: ['statements', 'months'],
    queryFn: ({ signal }) => call(statementApi.statementMonths, { signal }),
  });
  useEffect(() => {
    document.title = `${m.statement_list_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.statement_list_title()} back={<Link to="/history" />} />}>
      <OnceThereIsMoney
        query={query}
        isEmpty={({ items }) => items.length === 0}
        loading={<SkeletonRows rows={6} />}
        icon={<FileText size={26} aria-hidden="true" />}
        title={m.statement_list_empty()}
        text={m.statement_list_empty_text()}
      >
        {(months) => <Wallets months={months} />}
      </OnceThereIsMoney>
    </SubPage>
  );
}

function Wallets({ months: { items } }: { months: Months }): ReactElement {
  const [chosen, setChosen] = useState<Currency | null>(null);
  const currencies = items.map(({ currency }) => currency);
  const wallet = items.find(({ currency }) => currency === chosen) ?? items[0];
  return (
    <>
      <p className="prose text-ink-2">{m.statement_list_lead()}</p>
      {wallet ? (
        <>
          <ChooseWallet currencies={currencies} value={wallet.currency} onChange={setChosen} />
          <MonthRows key={wallet.currency} wallet={wallet} among={currencies} />
          <AnyDays currency={wallet.currency} />
        </>
      ) : null}
    </>
  );
}
