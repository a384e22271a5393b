import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Landmark } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { bankTopUpApi } from '#common/api/bank-top-up';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import type { TopUpSearch } from '../top-up/search.ts';
import { OneTransfer } from './OneTransfer.tsx';

export type Transfer = OkOf<typeof bankTopUpApi.bankTransfers>['items'][number];
const transfersQuery = queryOptions({
  queryKey: ['bank-transfers'],
  queryFn: ({ signal }) => call(bankTopUpApi.bankTransfers, { body: {}, signal }),
});

/** Where to send money by transfer, with the own reference: everything to copy, price and arrival before. */
export function BankTransfer(): ReactElement {
  const query = useQuery(transfersQuery);
  useEffect(() => {
    document.title = `${m.transfer_in_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.transfer_in_title()} back={<Link to="/top-up" />} />}>
      <RestrictedBanner />
      <Loaded
        query={query}
        loading={<SkeletonText lines={7} />}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <EmptyState icon={<Landmark aria-hidden="true" />} title={m.transfer_in_none()}>
            {m.transfer_in_none_text()}{' '}
            <Button variant="primary" render={<Link to="/top-up" />}>
              {m.customer_top_up_by_card()}
            </Button>
          </EmptyState>
        }
        failed={{ title: m.transfer_in_failed(), text: m.transfer_in_failed_text() }}
      >
        {({ items }) => <Transfers items={items} />}
      </Loaded>
    </SubPage>
  );
}

function Transfers({ items }: { items: readonly Transfer[] }): ReactElement | null {
  const search: TopUpSearch = useSearch({ strict: false });
  const [chosen, setChosen] = useState<string | null>(search.currency ?? null);
  const transfer = items.find(({ currency }) => currency === chosen) ?? items[0];
  if (!transfer) return null;
  return (
    <>
      <p className="prose text-ink-2">{m.transfer_in_lead()}</p>
      {items.length > 1 ? (
        <SegmentedControl
          wide
          label={m.transfer_in_currency()}
          value={transfer.currency}
          options={items.map(({ currency }) => ({ value: currency, label: currency }))}
          onChange={setChosen}
        />
      ) : null}
      <OneTransfer key={transfer.currency} transfer={transfer} />
      <Banner tone="quiet">{m.transfer_in_note()}</Banner>
    </>
  );
}
