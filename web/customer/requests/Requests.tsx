import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { HandCoins } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { requestsQuery, type Side } from './request-query.ts';
import { RequestRow } from './RequestRow.tsx';

/** What others ask of the person, and what the person asked of others. */
export function Requests(): ReactElement {
  const [side, setSide] = useState<Side>('owed');
  const query = useInfiniteQuery(requestsQuery(side));
  useEffect(() => {
    document.title = `${m.persons_requests()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.persons_requests()} back={<Link to="/home" />} />}>
      <Button
        variant="primary"
        wide
        icon={<HandCoins size={18} aria-hidden="true" />}
        render={<Link to="/requests/new" />}
      >
        {m.persons_ask()}
      </Button>
      <SegmentedControl
        label={m.persons_requests_which()}
        value={side}
        options={[
          { value: 'owed', label: m.persons_owed() },
          { value: 'asked', label: m.persons_asked() },
        ]}
        onChange={setSide}
        wide
      />
      <Loaded
        query={query}
        loading={<SkeletonText lines={4} />}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={
          <EmptyState
            icon={<HandCoins aria-hidden="true" />}
            title={side === 'owed' ? m.persons_owed_empty() : m.persons_asked_empty()}
          >
            {side === 'owed' ? m.persons_owed_empty_text() : m.persons_asked_empty_text()}
          </EmptyState>
        }
        failed={{ title: m.persons_requests_failed(), text: m.persons_requests_failed_text() }}
      >
        {({ pages }) => (
          <>
            <Card>
              {pages.flatMap(({ items }) =>
                items.map((request) => <RequestRow key={request.id} request={request} />),
              )}
            </Card>
            {query.hasNextPage ? (
              <Button wide busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {m.persons_more()}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
      {side === 'owed' ? <BlockedPeople /> : null}
    </SubPage>
  );
}
