import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Globe } from 'lucide-react';
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
import { accountsQuery } from '../session.ts';
import { ConfirmAbroad, type Priced } from './ConfirmAbroad.tsx';
import { EnterAbroad, type AbroadForm } from './EnterAbroad.tsx';
import { beneficiariesQuery } from './queries.ts';
import type { AbroadSearch } from './search.ts';

/** Money to an account of somebody abroad: to whom, how much and what for; then every line of the price; then the entry. */
export function SendAbroad(): ReactElement {
  const search: AbroadSearch = useSearch({ strict: false });
  const book = useQuery(beneficiariesQuery);
  const balances = useQuery(accountsQuery);
  const [form, setForm] = useState<AbroadForm | null>(null);
  const [priced, setPriced] = useState<Priced | null>(null);
  useEffect(() => {
    document.title = `${m.abroad_title()} · OKPay`;
  }, []);
  if (priced) return <ConfirmAbroad priced={priced} onBack={() => setPriced(null)} onPriced={setPriced} />;
  const bar = <AppBar title={m.abroad_title()} back={<Link to="/home" />} />;
  const waiting = book.data ? balances : book;
  if (!book.data || !balances.data)
    return (
      <PageColumn tight bar={bar}>
        {waiting.isError ? (
          <FailedState title={m.withdrawal_failed()} onRetry={() => void waiting.refetch()}>
            {m.withdrawal_failed_text()}
          </FailedState>
        ) : (
          <SkeletonText lines={6} />
        )}
      </PageColumn>
    );
  const { items, offered } = book.data;
  if (items.length === 0) return <Nobody bar={bar} isOffered={offered.length > 0} />;
  return (
    <EnterAbroad
      bar={bar}
      book={book.data}
      balances={balances.data}
      filled={form ?? { to: search.to }}
      onForm={setForm}
      onPriced={setPriced}
    />
  );
}

/** Before the first payee there is nobody to send to. */
const Nobody = ({ bar, isOffered }: { bar: ReactElement; isOffered: boolean }): ReactElement => (
  <PageColumn tight bar={bar}>
    <RestrictedBanner />
    {isOffered ? (
      <EmptyState
        icon={<Globe aria-hidden="true" />}
        title={m.abroad_empty_title()}
        action={
          <Button variant="primary" render={<Link to="/abroad/payees/add" />}>
            {m.abroad_add_first()}
          </Button>
        }
      >
        {m.abroad_empty_text()}
      </EmptyState>
    ) : (
      <Banner tone="held">
        <b>{m.abroad_not_offered_title()}</b> {m.abroad_not_offered_text()}
      </Banner>
    )}
  </PageColumn>
);
