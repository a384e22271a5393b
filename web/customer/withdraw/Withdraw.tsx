import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Landmark } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { accountsQuery, bankAccountsQuery } from '../session.ts';
import { ConfirmWithdrawal, type Quote } from './ConfirmWithdrawal.tsx';
import { EnterWithdrawal } from './EnterWithdrawal.tsx';
import type { WithdrawSearch } from './search.ts';

/** Money out to a bank account: where to and how much, then price and arrival, then the entry. */
export function Withdraw(): ReactElement {
  const search: WithdrawSearch = useSearch({ strict: false });
  const balances = useQuery(accountsQuery);
  const accounts = useQuery(bankAccountsQuery);
  const [quote, setQuote] = useState<Quote | null>(null);
  useEffect(() => {
    document.title = `${m.withdrawal_title()} · OKPay`;
  }, []);
  if (quote) return <ConfirmWithdrawal quote={quote} onBack={() => setQuote(null)} onQuote={setQuote} />;
  const bar = <AppBar title={m.withdrawal_title()} back={<Link to="/home" />} />;
  const query = accounts.data ? balances : accounts;
  if (!accounts.data || !balances.data)
    return (
      <PageColumn tight bar={bar}>
        {query.isError ? (
          <FailedState title={m.withdrawal_failed()} onRetry={() => void query.refetch()}>
            {m.withdrawal_failed_text()}
          </FailedState>
        ) : (
          <SkeletonText lines={6} />
        )}
      </PageColumn>
    );
  if (accounts.data.items.length === 0)
    return <Nowhere isOffered={accounts.data.offered.length > 0} bar={bar} />;
  return (
    <EnterWithdrawal
      bar={bar}
      accounts={accounts.data.items}
      balances={balances.data}
      filled={search}
      onQuote={setQuote}
    />
  );
}

/** Before the first account there is nowhere to pay out to. */
const Nowhere = ({ isOffered, bar }: { isOffered: boolean; bar: ReactElement }): ReactElement => (
  <PageColumn tight bar={bar}>
    <RestrictedBanner />
    {isOffered ? (
      <EmptyState
        icon={<Landmark aria-hidden="true" />}
        title={m.withdrawal_need_account()}
        action={
          <Button variant="primary" render={<Link to="/me/bank-accounts/add" />}>
            {m.withdrawal_account_add()}
          </Button>
        }
      >
        {m.withdrawal_need_account_text()}
      </EmptyState>
    ) : (
      <Banner tone="held">
        <b>{m.withdrawal_paused_title()}</b> {m.withdrawal_paused_text()}
      </Banner>
    )}
  </PageColumn>
);
