import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { List, Search, SlidersHorizontal } from 'lucide-react';
import { useDeferredValue, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { dayKey, formatDayHeading } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DayHeading } from '#ui/DayHeading.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { MainTabs } from '../app/MainTabs.tsx';
import { EntryRow } from '../entry/EntryRow.tsx';
import type { EntrySummary } from '#web/entry-words.ts';
import { Filters, isFiltered, queryOf, type HistoryFilters } from './Filters.tsx';

const PAGE = 30;

/** Every entry, newest first, by day; found by words, kind, state, direction, currency, amount and time. */
export function History(): ReactElement {
  const filters: HistoryFilters = useSearch({ strict: false });
  const navigate = useNavigate();
  const [text, setText] = useState(filters.search ?? '');
  const [open, setOpen] = useState(false);
  const search = useDeferredValue(text.trim());
  const wanted: HistoryFilters = { ...filters, ...(search === '' ? { search: undefined } : { search }) };
  useEffect(() => {
    document.title = `${m.customer_tab_history()} · OKPay`;
  }, []);
  const { locale } = useTimeFormat();
  const entries = useInfiniteQuery({
    queryKey: ['entries', 'all', wanted, locale],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call(api.entries, { query: { ...queryOf(wanted), limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: HistoryFilters): void => void navigate({ to: '/history', search: next, replace: true });
  const filtered = isFiltered(wanted);
  return (
    <PageColumn bar={<AppBar title={m.customer_tab_history()} />} foot={<MainTabs />}>
      <div className="grid gap-3">
        <div className="flex gap-2">
          <div className="min-w-0 grow">
            <TextInput icon={<Search size={20} aria-hidden="true" />} type="search" aria-label={m.customer_history_search()} placeholder={m.customer_history_search_hint()} value={text} maxLength={80} onChange={(event) => setText(event.target.value)} />
          </div>
          <Button aria-expanded={open} onClick={() => setOpen(!open)} icon={<SlidersHorizontal size={20} aria-hidden="true" />}>
            {m.customer_history_filter()}
          </Button>
        </div>
        {open ? <Filters filters={filters} onChange={change} /> : null}
      </div>
      {entries.isPending ? <SkeletonRows rows={6} /> : null}
      {entries.isError && items.length === 0 ? (
        <Card>
          <FailedState title={m.customer_entries_failed()} onRetry={() => void entries.refetch()} retrying={entries.isFetching}>{m.customer_entries_failed_text()}</FailedState>
        </Card>
      ) : null}
      {entries.isSuccess && items.length === 0 ? (
        <Card>
          <EmptyState
            icon={<List size={26} aria-hidden="true" />}
            title={filtered ? m.customer_history_nothing_found() : m.customer_no_entries()}
            action={filtered ? <Button size="small" onClick={() => { setText(''); change({}); }}>{m.customer_history_clear()}</Button> : <Button size="small" render={<Link to="/top-up" />}>{m.customer_top_up_by_card()}</Button>}
          >
            {filtered ? m.customer_history_nothing_found_text() : m.customer_no_entries_text()}
          </EmptyState>
        </Card>
      ) : null}
      {items.length > 0 ? <Days items={items} /> : null}
      {entries.hasNextPage ? (
        <Button wide busy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {m.customer_history_more()}
        </Button>
      ) : null}
    </PageColumn>
  );
}

function Days({ items }: { items: readonly EntrySummary[] }): ReactElement {
  const format = useTimeFormat();
  const days = Map.groupBy(items, ({ createdAt }) => dayKey(createdAt, format.timeZone));
  return (
    <Card>
      {[...days].map(([day, entries]) => (
        <section key={day}>
          <DayHeading>{formatDayHeading(entries[0]?.createdAt ?? day, format)}</DayHeading>
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </section>
      ))}
    </Card>
  );
}
