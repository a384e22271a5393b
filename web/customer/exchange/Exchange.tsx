import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { exchangeApi } from '#common/api/exchange';
import { formatDay } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { accountsQuery } from '../session.ts';
import { ConfirmExchange, type Quote } from './ConfirmExchange.tsx';
import { EnterExchange } from './EnterExchange.tsx';
import type { Offer } from './preview.ts';
import type { ExchangeSearch } from './search.ts';

const offerQuery = {
  queryKey: ['exchange-rates'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(exchangeApi.exchangeRates, { signal }),
};

/** Exchange between balances: how much of what, then the locked price, then the entry. */
export function Exchange(): ReactElement {
  const search: ExchangeSearch = useSearch({ strict: false });
  const accounts = useQuery(accountsQuery);
  const offer = useQuery(offerQuery);
  const [quote, setQuote] = useState<Quote | null>(null);
  useEffect(() => {
    document.title = `${m.exchange_title()} · OKPay`;
  }, []);
  if (quote) return <ConfirmExchange quote={quote} onBack={() => setQuote(null)} onQuote={setQuote} />;
  const bar = <AppBar title={m.exchange_title()} back={<Link to="/home" />} />;
  const query = offer.data ? accounts : offer;
  if (!offer.data || !accounts.data)
    return (
      <PageColumn tight bar={bar}>
        {query.isError ? (
          <FailedState title={m.exchange_failed()} onRetry={() => void query.refetch()}>
            {m.exchange_failed_text()}
          </FailedState>
        ) : (
          <SkeletonText lines={6} />
        )}
      </PageColumn>
    );
  if (offer.data.rates.filter(({ offered }) => offered).length < 2)
    return <Paused offer={offer.data} bar={bar} />;
  return (
    <EnterExchange bar={bar} offer={offer.data} accounts={accounts.data} filled={search} onQuote={setQuote} />
  );
}

function Paused({ offer: { day }, bar }: { offer: Offer; bar: ReactElement }): ReactElement {
  const format = useTimeFormat();
  return (
    <PageColumn tight bar={bar}>
      <RestrictedBanner />
      <Banner tone="held">
        <b>{m.exchange_paused_title()}</b>{' '}
        {m.exchange_paused_text({ day: formatDay(`${day}T12:00:00Z`, format) })}
      </Banner>
    </PageColumn>
  );
}
