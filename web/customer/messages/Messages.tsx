import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, BellDot } from 'lucide-react';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { MainPage } from '../app/MainPage.tsx';

/** What we told this person, newest first, in the language that is read now. */
export function Messages(): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ['notifications', 'all', format.locale],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(api.notifications, {
        query: { limit: 30, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
  useEffect(() => {
    document.title = `${m.customer_tab_messages()} · OKPay`;
  }, []);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  const markAll = useCallback(async () => {
    await call(api.readNotifications, { body: {} });
    await queries.invalidateQueries({ queryKey: ['notifications'] });
  }, [queries]);
  const markOne = (id: (typeof items)[number]['id']): void =>
    void call(api.readNotifications, { body: { ids: [id] } }).then(
      () => queries.invalidateQueries({ queryKey: ['notifications'] }),
      () => undefined,
    );
  return (
    <MainPage
      title={m.customer_tab_messages()}
      actions={
        unread > 0 ? (
          <span className="pe-3">
            <TextLink alone onPress={() => void markAll()}>
              {m.customer_messages_read_all()}
            </TextLink>
          </span>
        ) : null
      }
    >
      {list.isPending ? <SkeletonRows rows={5} /> : null}
      {list.isError && items.length === 0 ? (
        <Card>
          <FailedState
            title={m.customer_messages_failed()}
            onRetry={() => void list.refetch()}
            retrying={list.isFetching}
          />
        </Card>
      ) : null}
      {list.isSuccess && items.length === 0 ? (
        <Card>
          <EmptyState icon={<Bell size={26} aria-hidden="true" />} title={m.customer_messages_none()}>
            {m.customer_messages_none_text()}
          </EmptyState>
        </Card>
      ) : null}
      {items.length > 0 ? (
        <Card>
          {items.map((one) => (
            <div
              key={one.id}
              className="border-line not-first:border-t"
              onClickCapture={() => {
                if (!one.readAt) markOne(one.id);
              }}
            >
              <ListRow
                icon={
                  one.readAt ? (
                    <Bell size={20} aria-hidden="true" />
                  ) : (
                    <BellDot size={20} aria-hidden="true" />
                  )
                }
                tone={one.readAt ? undefined : 'pending'}
                title={one.readAt ? <span className="font-normal">{one.title}</span> : <b>{one.title}</b>}
                tail={one.readAt ? undefined : <span className="count">{m.customer_help_new()}</span>}
                sub={
                  <>
                    {one.body}
                    <time className="mt-0.5 block text-ink-3" dateTime={one.createdAt}>
                      {formatTime(one.createdAt, format)}
                    </time>
                  </>
                }
                render={one.href ? <Link to={one.href} /> : undefined}
              />
            </div>
          ))}
        </Card>
      ) : null}
      {list.hasNextPage ? (
        <Button wide busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {m.customer_history_more()}
        </Button>
      ) : null}
    </MainPage>
  );
}
