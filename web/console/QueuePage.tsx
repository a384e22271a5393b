import type { UseQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';

type Words = {
  /** What the window is called. */
  name: string;
  title: string;
  lead: string;
  none: string;
  noneText: string;
  failed: string;
};
type Props<Item> = {
  query: UseQueryResult<{ items: Item[] }>;
  icon: LucideIcon;
  words: Words;
  /** Below the lead: what all items come to. */
  above?: ReactNode;
  full: (items: Item[]) => ReactElement;
  /** The drawer of the item that is open. */
  children: ReactNode;
};

/** A queue of work: what it is, its items, or why there are none to see. */
export function QueuePage<Item>({
  query,
  icon: Icon,
  words,
  above,
  full,
  children,
}: Props<Item>): ReactElement {
  useEffect(() => {
    document.title = `${words.name} · OKPay`;
  }, [words.name]);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header>
        <h2 className="text-17 font-semibold">{words.title}</h2>
        <p className="prose mt-1 text-ink-2">{words.lead}</p>
        {above}
      </header>
      <AsyncView<Item[], unknown>
        view={asyncOf<Item[]>({ ...query, data: query.data?.items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<Icon size={26} aria-hidden="true" />} title={words.none}>
            {words.noneText}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState title={words.failed} onRetry={() => void query.refetch()} retrying={query.isFetching}>
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={full}
      />
      {children}
    </div>
  );
}
