import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileText } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import type { Currency } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { AnyDays } from './AnyDays.tsx';
import { ChooseWallet } from './ChooseWallet.tsx';
import { MonthRows } from './MonthRows.tsx';

export type Months = OkOf<typeof api.statementMonths>;

/** Every month of each wallet, and any other stretch of days. */
export function Statements(): ReactElement {
  const query = useQuery({
    queryKey: ['statements', 'months'],
    queryFn: ({ signal }) => call(api.statementMonths, { signal }),
  });
  useEffect(() => {
    document.title = `${m.statement_list_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.statement_list_title()} back={<Link to="/history" />} />}>
      <AsyncView<Months, unknown>
        view={asyncOf(query, ({ items }) => items.length === 0)}
        loading={() => <SkeletonRows rows={6} />}
        empty={() => (
          <Card>
            <EmptyState
              icon={<FileText size={26} aria-hidden="true" />}
              title={m.statement_list_empty()}
              action={
                <Button size="small" render={<Link to="/top-up" />}>
                  {m.customer_top_up_by_card()}
                </Button>
              }
            >
              {m.statement_list_empty_text()}
            </EmptyState>
          </Card>
        )}
        failed={() => (
          <Card>
            <FailedState
              title={m.statement_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            >
              {m.customer_entries_failed_text()}
            </FailedState>
          </Card>
        )}
        full={(months) => <Wallets months={months} />}
      />
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
