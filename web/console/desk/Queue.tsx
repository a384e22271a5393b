import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleHelp, Inbox } from 'lucide-react';
import type { ReactElement } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { topicWord } from '#web/case-words.ts';
import { AsyncView } from '#ui/AsyncView.tsx';
import { useNow } from '#ui/clock.ts';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { QueueRow, type Urgency } from '#ui/QueueRow.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { queueQuery, type QueueKind } from '../session.ts';

type QueueList = OkOf<typeof api.queue>;
type Row = QueueList['items'][number];
/** Minutes before a promise from which it is drawn as near. */
const NEAR_MINUTES = 5;

export function urgencyOf(dueAt: string | null, now: number): Urgency {
  if (dueAt === null) return 'calm';
  const minutes = (Date.parse(dueAt) - now) / 60_000;
  return minutes < 0 ? 'late' : minutes < NEAR_MINUTES ? 'near' : 'calm';
}

/** Cases by due time; the ones that are late stand first and say so. */
export function Queue({ view, onView, selected }: { view: QueueKind; onView: (view: QueueKind) => void; selected: string | undefined }): ReactElement {
  const query = useQuery(queueQuery(view));
  const count = (kind: QueueKind): string => (query.data ? ` ${query.data.counts[kind]}` : '');
  return (
    <>
      <div className="grid gap-3 p-4">
        <h2 className="text-17">{m.console_cases()}</h2>
        <SegmentedControl
          wide
          label={m.console_view()}
          value={view}
          onChange={onView}
          options={[
            { value: 'mine', label: m.console_view_mine() + count('mine') },
            { value: 'open', label: m.console_view_open() + count('open') },
            { value: 'all', label: m.console_view_all() + count('all') },
          ]}
        />
      </div>
      <AsyncView<QueueList, unknown>
        view={asyncOf(query, (list) => list.items.length === 0)}
        loading={() => <SkeletonRows rows={5} />}
        empty={() => <EmptyState icon={<Inbox size={26} aria-hidden="true" />} title={m.console_queue_empty()}>{m.console_queue_empty_text()}</EmptyState>}
        failed={() => <FailedState title={m.console_queue_failed()} onRetry={() => void query.refetch()} retrying={query.isFetching} />}
        full={({ items }) => <div>{items.map((row) => <OneRow key={row.case.id} row={row} view={view} selected={row.case.id === selected} />)}</div>}
      />
    </>
  );
}

function OneRow({ row, view, selected }: { row: Row; view: QueueKind; selected: boolean }): ReactElement {
  const format = useTimeFormat();
  const now = useNow(30);
  const { case: one, customerName, lastText } = row;
  const due = one.dueAt && one.nextActor === 'okpay' ? dueText(one.dueAt, now, formatTime(one.dueAt, format)) : undefined;
  return (
    <QueueRow
      name={customerName}
      icon={<CircleHelp size={14} aria-hidden="true" />}
      kind={one.title || topicWord(one.topic)}
      said={lastText}
      due={due}
      urgency={one.nextActor === 'okpay' ? urgencyOf(one.dueAt, now) : 'calm'}
      selected={selected}
      render={<Link to="/cases/$id" params={{ id: one.id }} search={{ view }} />}
    />
  );
}

/** Under an hour as minutes, beyond as a time. */
function dueText(dueAt: string, now: number, at: string): string {
  const minutes = Math.round((Date.parse(dueAt) - now) / 60_000);
  if (minutes < 0) return m.console_late({ count: -minutes });
  return minutes < 60 ? m.console_due_in({ count: minutes }) : at;
}
