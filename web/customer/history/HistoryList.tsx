import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChartColumn, FileText, List, Search, SlidersHorizontal } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { filterCount, isFiltered, queryOf, type HistoryFilters } from './filters.ts';
import { FilterPanel } from './FilterPanel.tsx';
import { useFilters } from './use-filters.ts';
import { EntryDays } from '../entry/EntryDays.tsx';

const PAGE = 30;
/** Pause after the last key before the words are looked for, in milliseconds. */
const TYPING_PAUSE = 250;

/** Every entry, newest first, by day; found by words, kind, state, direction, currency, amount and time. All of it stands in the address. */
export function HistoryList(): ReactElement {
  const filters = useFilters();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [clears, setClears] = useState(0);
  const { locale } = useTimeFormat();
  const entries = useInfiniteQuery({
    queryKey: ['entries', 'all', filters, locale],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(api.entries, {
        query: { ...queryOf(filters), limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: HistoryFilters): void => void navigate({ to: '.', search: next, replace: true });
  /** Words on their way into the address are forgotten with the rest. */
  const clear = (): void => {
    setClears(clears + 1);
    change({});
  };
  const count = filterCount(filters);
  return (
    <>
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-2">
          <SearchWords
            key={clears}
            begun={clears === 0 ? filters.search : undefined}
            filters={filters}
            onChange={change}
          />
          <Button
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            icon={<SlidersHorizontal size={20} aria-hidden="true" />}
          >
            {count > 0 ? m.customer_filters_on({ count }) : m.customer_history_filter()}
          </Button>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            render={<Link to="/spending" />}
            icon={<ChartColumn size={18} aria-hidden="true" />}
          >
            {m.statement_link_spending()}
          </Button>
          <Button
            size="small"
            render={<Link to="/statements" />}
            icon={<FileText size={18} aria-hidden="true" />}
          >
            {m.statement_link_statements()}
          </Button>
        </div>
        {open ? <FilterPanel key={clears} filters={filters} onChange={change} onClear={clear} /> : null}
      </div>
      {entries.isPending ? <SkeletonRows rows={6} /> : null}
      {entries.isError && items.length === 0 ? (
        <Card>
          <FailedState
            title={m.customer_entries_failed()}
            onRetry={() => void entries.refetch()}
            retrying={entries.isFetching}
          >
            {m.customer_entries_failed_text()}
          </FailedState>
        </Card>
      ) : null}
      {entries.isSuccess && items.length === 0 ? (
        <Nothing filtered={isFiltered(filters)} onClear={clear} />
      ) : null}
      {items.length > 0 ? <EntryDays items={items} filters={filters} /> : null}
      {entries.hasNextPage ? (
        <Button wide busy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {m.customer_history_more()}
        </Button>
      ) : null}
    </>
  );
}

/** Words are typed freely and looked for when the typing pauses. */
function SearchWords({
  begun,
  filters,
  onChange,
}: {
  begun: string | undefined;
  filters: HistoryFilters;
  onChange: (filters: HistoryFilters) => void;
}): ReactElement {
  const [text, setText] = useState(begun ?? '');
  useEffect(() => {
    const words = text.trim() === '' ? undefined : text.trim();
    if (words === filters.search) return undefined;
    const timer = setTimeout(() => onChange({ ...filters, search: words }), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text, filters, onChange]);
  return (
    <div className="min-w-0 flex-1 basis-40">
      <TextInput
        icon={<Search size={20} aria-hidden="true" />}
        type="search"
        aria-label={m.customer_history_search()}
        placeholder={m.customer_history_search_hint()}
        value={text}
        maxLength={80}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }): ReactElement {
  return (
    <Card>
      <EmptyState
        icon={<List size={26} aria-hidden="true" />}
        title={filtered ? m.customer_history_nothing_found() : m.customer_no_entries()}
        action={
          filtered ? (
            <Button size="small" onClick={onClear}>
              {m.customer_history_clear()}
            </Button>
          ) : (
            <Button size="small" render={<Link to="/top-up" />}>
              {m.customer_top_up_by_card()}
            </Button>
          )
        }
      >
        {filtered ? m.customer_history_nothing_found_text() : m.customer_no_entries_text()}
      </EmptyState>
    </Card>
  );
}
