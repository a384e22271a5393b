import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { queueQuery, type QueueKind, type QueueRow } from '../session.ts';
import { QueueList } from './QueueList.tsx';
import { QueueSkeleton } from './QueueSkeleton.tsx';

export type QueueProps = {
  view: QueueKind;
  onView: (view: QueueKind) => void;
  selected: string | undefined;
};

/** Cases by due time; the ones that are late stand first and say so. */
export function Queue({ view, onView, selected }: QueueProps): ReactElement {
  const query = useInfiniteQuery(queueQuery(view));
  useReturn(selected);
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const list = asyncOf<QueueRow[]>({ ...query, data: rows }, (items) => items.length === 0);
  const draw = (items: readonly QueueRow[]): ReactElement => (
    <>
      <QueueList rows={items} view={view} selected={selected} />
      {query.hasNextPage ? (
        <div className="px-2 py-1.5">
          <Button
            variant="quiet"
            busy={query.isFetchingNextPage}
            busyLabel={m.common_loading()}
            onClick={() => void query.fetchNextPage()}
          >
            {m.console_queue_more()}
          </Button>
        </div>
      ) : null}
    </>
  );
  return (
    <>
      <QueueHead view={view} onView={onView} counts={query.data?.pages[0]?.counts} />
      <AsyncView<QueueRow[], unknown>
        // The list is looked at again at every hint; that is nothing to tell.
        view={list.state === 'full' ? { ...list, updating: false } : list}
        loading={() => <QueueSkeleton />}
        empty={() => (
          <EmptyState icon={<Inbox size={26} aria-hidden="true" />} title={EMPTY[view]()}>
            {m.console_queue_empty_text()}
          </EmptyState>
        )}
        failed={(error, stale) => (
          <>
            <FailedState
              title={m.console_queue_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            >
              {problemIn(error)?.detail || m.common_no_answer()}
            </FailedState>
            {stale ? draw(stale) : null}
          </>
        )}
        full={draw}
      />
    </>
  );
}

const EMPTY: Record<QueueKind, () => string> = {
  mine: m.console_queue_empty_mine,
  open: m.console_queue_empty,
  all: m.console_queue_empty_all,
};

function QueueHead({
  view,
  onView,
  counts,
}: Omit<QueueProps, 'selected'> & { counts: Record<QueueKind, number> | undefined }): ReactElement {
  const words = { mine: m.console_view_mine, open: m.console_view_open, all: m.console_view_all };
  return (
    <div className="panehead">
      <h2>{m.console_cases()}</h2>
      <div className="mt-2">
        <SegmentedControl
          wide
          label={m.console_view()}
          value={view}
          onChange={onView}
          options={(['mine', 'open', 'all'] as const).map((value) => {
            return { value, label: counts ? `${words[value]()} ${counts[value]}` : words[value]() };
          })}
        />
      </div>
    </div>
  );
}

/** Where one pane shows at a time, whoever comes back from a case stands on its row again. */
function useReturn(selected: string | undefined): void {
  const last = useRef(selected);
  useEffect(() => {
    if (selected === undefined && last.current !== undefined)
      document.getElementById(`row-${last.current}`)?.focus();
    last.current = selected;
  }, [selected]);
}
