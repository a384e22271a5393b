import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { FreezePart } from '../account-status/FreezePart.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { statusQuery } from '../session.ts';
import { EventLines } from './EventLines.tsx';
import { Waiting } from './Waiting.tsx';

type Shown = 'all' | 'sign_ins';
const PAGE = 30;

/** Sign-ins, tries and changes to the protection of the account, newest first. */
export function SecurityEvents(): ReactElement {
  const [shown, setShown] = useState<Shown>('all');
  const list = useInfiniteQuery({
    queryKey: ['security-events', shown],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(api.securityEvents, {
        query: {
          limit: PAGE,
          ...(shown === 'all' ? {} : { only: shown }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
  const { data: status } = useQuery(statusQuery);
  useEffect(() => {
    document.title = `${m.customer_me_events()} · OKPay`;
  }, []);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SubPage bar={<AppBar title={m.customer_me_events()} back={<Link to="/me" />} />}>
      <Waiting />
      <SegmentedControl
        wide
        label={m.customer_security_show()}
        value={shown}
        onChange={setShown}
        options={[
          { value: 'all', label: m.customer_security_all() },
          { value: 'sign_ins', label: m.customer_security_sign_ins() },
        ]}
      />
      <p className="prose text-ink-2">
        {m.customer_security_lead()}{' '}
        <TextLink href="/help/not-me">{m.customer_security_not_me_link()}</TextLink>
      </p>
      {list.isPending ? <SkeletonText lines={6} /> : null}
      {list.isError && items.length === 0 ? (
        <Card>
          <FailedState
            title={m.customer_security_failed()}
            onRetry={() => void list.refetch()}
            retrying={list.isFetching}
          />
        </Card>
      ) : null}
      {list.isSuccess && items.length === 0 ? (
        <Card>
          <EmptyState
            icon={<ShieldCheck size={26} aria-hidden="true" />}
            title={m.customer_security_none()}
          />
        </Card>
      ) : null}
      {items.length > 0 ? <EventLines items={items} /> : null}
      {list.hasNextPage ? (
        <Button wide busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {m.customer_history_more()}
        </Button>
      ) : null}
      {status?.undo === null ? <FreezePart /> : null}
    </SubPage>
  );
}
